// Compose overlays of development, staging and production from one base: only what an environment adds to it.
import type { Service, Stack } from '../../model/service.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, GeneratedFile, Generator } from '../generator.ts';
import { entry, flow, fromPlain, map, type Yaml, type YamlEntry, yamlFile } from '../yaml.ts';

const environments = ['development', 'staging', 'production'] as const;

export const generator: Generator = {
  generate(given): Generated {
    const stack = requireStack(given);
    const { environment } = given;
    const wanted = environment === undefined ? environments : [environment];
    return { files: wanted.map((name) => overlayOf(stack, name)), notes: [] };
  },
};

function overlayOf(stack: Stack, environment: string): GeneratedFile {
  const folder = stack.folder === '' ? '' : `${stack.folder}/`;
  const services = [...stack.services.values()].flatMap((service) => serviceEntry(service));
  const head = `What ${environment} adds to ${stack.files.join(' and ')}.`;
  const root = map(entry('services', services.length === 0 ? flow(map()) : map(...services)));
  return { path: `${folder}compose.${environment}.yaml`, text: yamlFile({ head, root }) };
}

function serviceEntry(service: Service): readonly YamlEntry[] {
  if (service.keys.has('logging')) return [];
  return [entry(service.name, map(entry('logging', logging())))];
}

function logging(): Yaml {
  return flow(fromPlain({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } }));
}

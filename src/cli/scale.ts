// `--scale SERVICE=N`: so many instances, whatever the files say, as docker compose has it.
import { SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import type { Project } from '../model/project.ts';
import type { Service, Stack } from '../model/service.ts';
import type { Flags, OptionSpecs } from './verb.ts';

export const scaleOption: OptionSpecs = {
  scale: {
    type: 'string',
    multiple: true,
    value: 'SERVICE=N',
    help: 'run so many instances of a service, whatever the files say',
  },
};

/** The project as if its files asked for these numbers. @throws SeaworthyError USAGE */
export function scaled<T extends { readonly project: Project; readonly stack: Stack }>(
  opened: T,
  flags: Flags,
): T {
  const asked = flags.list('scale').map((text) => numberFor(text, opened.stack));
  if (asked.length === 0) return opened;
  const { project, stack: was } = opened;
  const counts = new Map(asked);
  const services = new Map([...was.services].map(([name, service]) => [name, withCount(service, counts)]));
  const stack: Stack = { ...was, services };
  const builds = () =>
    project.builds.map((link) => {
      const service = services.get(link.service.name);
      return link.stack === was && service !== undefined ? { ...link, stack, service } : link;
    });
  const stacks = project.stacks.map((one) => (one === was ? stack : one));
  // Not a copy: parts of a project are read when they are asked for.
  const own: Project = Object.create(project, { stacks: { value: stacks }, builds: { get: builds } });
  return { ...opened, project: own, stack };
}

function numberFor(text: string, { services }: Stack): readonly [service: string, replicas: number] {
  const [, name = '', digits = ''] = /^([^=]+)=(\d{1,4})$/.exec(text) ?? [];
  if (name === '')
    throw new SeaworthyError('USAGE', `--scale is SERVICE=N, N being a whole number, and not ${text}`);
  if (services.get(name)?.enabled === true) return [name, Number(digits)];
  const known = [...services.values()].filter(({ enabled }) => enabled).map((one) => one.name);
  throw new SeaworthyError('USAGE', `--scale: there is no service ${name}`, {
    hint: `Did you mean ${nearest(name, known) ?? known.join(', ')}?`,
  });
}

function withCount(service: Service, counts: ReadonlyMap<string, number>): Service {
  const value = counts.get(service.name);
  return value === undefined ? service : { ...service, replicas: { value, span: service.span } };
}

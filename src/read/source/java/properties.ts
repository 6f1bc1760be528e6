// Facts of Spring's application.properties and application.yml: each property is also a variable of its own name.
import { type Located, span } from '../../../base/span.ts';
import type { SourceFact } from '../../../model/source.ts';
import { readYaml, type YamlNode } from '../../../syntax/yaml.ts';
import { textAt } from '../../../syntax/yaml-path.ts';
import { isPort, type ScannedSource } from '../scan.ts';
import { addPlaceholders } from './placeholders.ts';

interface Property {
  readonly name: string;
  readonly value: Located<string>;
}

/** The files that Spring reads whatever its profile is. */
export function isSpringProperties(path: string): boolean {
  return /(?:^|\/)src\/main\/resources\/(?:config\/)?application\.(?:ya?ml|properties)$/.test(path);
}

export function readSpringProperties(file: string, text: string): ScannedSource {
  const facts: SourceFact[] = [];
  const properties = file.endsWith('.properties') ? plainProperties(file, text) : yamlProperties(file, text);
  for (const { name, value } of properties) {
    addPlaceholders({ file, facts }, value.value, value.span, positionOf(value, text));
    addListen(facts, name, value);
    addOwnVariable(facts, name, value);
    const isOpen = name === 'management.endpoints.web.exposure.include' && value.value.trim() === '*';
    if (isOpen) facts.push({ kind: 'exposure', what: 'management', at: value.span, confidence: 'certain' });
  }
  facts.sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  return { source: { file, language: 'java', facts, imports: [] }, imports: [] };
}

/** Where the value's text begins; -1 where quotes or folding keep offsets from being the same. */
function positionOf({ value, span: at }: Located<string>, text: string): number {
  return text.startsWith(value, at.start) ? at.start : -1;
}

/** `spring.datasource.url` can be set as SPRING_DATASOURCE_URL: https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.relaxed-binding.environment-variables */
function variableOf(property: string): string {
  return property
    .replaceAll('-', '')
    .replace(/[.[\]]+/g, '_')
    .replace(/_$/, '')
    .toUpperCase();
}

function addListen(facts: SourceFact[], name: string, value: Located<string>): void {
  if (name !== 'server.port' && name !== 'management.server.port') return;
  const match = /^(?:\$\{([A-Z_][A-Z0-9_]*):)?(\d{1,5})\}?$/.exec(value.value.trim());
  const port = Number(match?.[2]);
  if (!isPort(port)) return;
  const variable = match?.[1] ?? variableOf(name);
  facts.push({ kind: 'listen', port, host: undefined, variable, at: value.span, confidence: 'certain' });
}

/** Only addresses: the other settings of a framework are nobody's variables until someone sets them. */
function addOwnVariable(facts: SourceFact[], name: string, value: Located<string>): void {
  const isAddress =
    value.value.includes('://') || /(?:^|[.-])(?:host|url|uri|addresses|nodes|bootstrap-servers)$/.test(name);
  if (!isAddress || value.value.includes('$') || value.value.length > 500) return;
  facts.push({
    kind: 'env-read',
    name: variableOf(name),
    hasDefault: true,
    defaultValue: value.value,
    at: value.span,
    confidence: 'likely',
  });
}

function* plainProperties(file: string, text: string): Iterable<Property> {
  let at = 0;
  for (const line of text.split('\n')) {
    const match = /^([ \t]*)([\w.[\]-]{1,200})[ \t]*[=:][ \t]*(\S[^\r]*)?/.exec(line);
    const value = match?.[3]?.trimEnd();
    if (match?.[2] !== undefined && value !== undefined) {
      const start = at + match[0].length - (match[3]?.length ?? 0);
      yield { name: match[2], value: { value, span: span(file, start, start + value.length) } };
    }
    at += line.length + 1;
  }
}

/** Documents that hold for one profile only are left out. */
function yamlProperties(file: string, text: string): readonly Property[] {
  return readYaml(file, text).documents.flatMap(({ root }) => {
    const found = root === undefined ? [] : [...leaves(root, '', 0)];
    const isOfProfile = ({ name }: Property) =>
      /^spring\.(?:config\.activate\.on-profile|profiles)$/.test(name);
    return found.some(isOfProfile) ? [] : found;
  });
}

function* leaves(node: YamlNode, path: string, depth: number): Iterable<Property> {
  if (node.kind === 'scalar' && path !== '') {
    const value = textAt(node);
    if (value !== undefined) yield { name: path, value };
  } else if (node.kind === 'map' && depth < 20) {
    for (const { key, value } of node.entries) {
      const name = textAt(key)?.value;
      if (name !== undefined && value !== undefined)
        yield* leaves(value, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  }
}

// Changes to a text: of characters, of lines, and of what YAML sees.
import { readYaml, type YamlNode } from '../../src/syntax/yaml.ts';
import type { Random } from './random.ts';

/** Pieces that mean something to one of the readers. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
const tokens: readonly string[] = [
  ...[
    '\n',
    ' ',
    '  ',
    '\t',
    '\r',
    '- ',
    ': ',
    '? ',
    '#',
    ' #',
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '|',
    '>-',
    '|2\n',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '\\',
    '&a ',
    '*a',
    '<<: *a',
    '<<: [*a, *a]',
    '!reset ',
    '!override ',
    '!!str ',
  ],
  ...[
    '$',
    '$$',
    '${',
    '}',
    '${A',
    '${A:-',
    '${A:?',
    '${A:+${B',
    '${A-${A-${A-',
    'null',
    '~',
    '0',
    '-1',
    '1e999',
    '0x1f',
  ],
  ...[
    '010',
    '.inf',
    '.nan',
    'true',
    'no',
    '9223372036854775808',
    '\u0000',
    '\ufeff',
    '\ud800',
    '\u2028',
    '\u202e',
    '💥',
  ],
  ...[
    '__proto__: 1\n',
    'constructor',
    'x-a: ',
    'services:\n',
    'extends: ',
    'include: ',
    'env_file: ',
    'ports: [',
    'a',
  ],
  ...[
    '=',
    'export ',
    'FROM ',
    'RUN <<EOF\n',
    'COPY --from=',
    'ENV a=',
    '\\\n',
    '# escape=`\n',
    'ONBUILD ',
    'ARG ',
  ],
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above

type Change = (text: string, random: Random, other: string) => string;

function splice(text: string, start: number, end: number, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

const ofCharacters: readonly Change[] = [
  (text, random) => splice(text, ...range(text, random, 1), ''),
  (text, random) => splice(text, ...range(text, random, 30), ''),
  (text, random) => {
    const at = random.int(text.length + 1);
    return splice(text, at, at, random.pick(tokens));
  },
  (text, random) => splice(text, ...range(text, random, 8), random.pick(tokens)),
  (text, random) => splice(text, ...range(text, random, 1), String.fromCharCode(random.int(256))),
  (text, random) => {
    const at = random.int(text.length + 1);
    return splice(text, at, at, random.pick(tokens).repeat(1 + random.int(300)));
  },
  (text, random, other) =>
    text.slice(0, random.int(text.length + 1)) + other.slice(random.int(other.length + 1)),
  (text, random) => text.slice(0, random.int(text.length + 1)),
];

function range(text: string, random: Random, longest: number): [number, number] {
  const start = random.int(text.length + 1);
  return [start, start + 1 + random.int(longest)];
}

const ofLines: readonly Change[] = [
  (text, random) =>
    changeLines(text, (lines) => void lines.splice(random.int(lines.length), 1 + random.int(3))),
  (text, random) =>
    changeLines(text, (lines) => {
      const line = random.pick(lines);
      lines.splice(random.int(lines.length), 0, ...Array<string>(1 + random.int(40)).fill(line));
    }),
  (text, random) =>
    changeLines(text, (lines) => {
      const [a, b] = [random.int(lines.length), random.int(lines.length)];
      [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
    }),
  (text, random) =>
    changeLines(text, (lines) => {
      const at = random.int(lines.length);
      lines[at] = random.pick([' ', '  ', '\t', '    ']) + (lines[at] ?? '');
    }),
  (text, random) =>
    changeLines(text, (lines) => {
      const at = random.int(lines.length);
      lines[at] = (lines[at] ?? '').trimStart();
    }),
  (text, random, other) =>
    changeLines(
      text,
      (lines) => void lines.splice(random.int(lines.length), 0, random.pick(other.split('\n'))),
    ),
  (text) => text.replaceAll('\n', '\r\n'),
];

function changeLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}

const puts = [
  '',
  'null',
  '[]',
  '{}',
  '""',
  '*a',
  '&a x',
  '[[[1]]]',
  '{a: {b: c}}',
  '!reset null',
  '- x',
  '1',
  'true',
];

/** What a value, key or item is gets another one's text, or a foreign one. */
const ofNodes: readonly Change[] = [
  (text, random) => atNode(text, random, () => random.pick(puts)),
  (text, random) => atNode(text, random, (_own, all) => textOf(text, random.pick(all))),
  (text, random) => atNode(text, random, (own) => `&a ${own}`),
  (text, random) => atNode(text, random, (own) => `${'['.repeat(1 + random.int(220))}${own}`),
  (text, random) => atNode(text, random, (own) => `[${`${own}, `.repeat(random.int(60))}]`),
  (text, random, other) =>
    atNode(text, random, () => {
      const all = nodesOf(other);
      return all.length === 0 ? '' : textOf(other, random.pick(all));
    }),
];

function atNode(
  text: string,
  random: Random,
  put: (own: string, all: readonly YamlNode[]) => string,
): string {
  const all = nodesOf(text);
  if (all.length === 0) return text;
  const node = random.pick(all);
  return splice(text, node.span.start, node.span.end, put(textOf(text, node), all));
}

function textOf(text: string, { span }: YamlNode): string {
  return text.slice(span.start, span.end);
}

function nodesOf(text: string): readonly YamlNode[] {
  const nodes: YamlNode[] = [];
  const visit = (node: YamlNode) => {
    if (nodes.length > 5000) return;
    nodes.push(node);
    if (node.kind === 'list') for (const item of node.items) visit(item);
    if (node.kind === 'map')
      for (const { key, value } of node.entries) for (const one of [key, value]) visit(one);
  };
  for (const { root } of readYaml('', text).documents) if (root !== undefined) visit(root);
  return nodes;
}

/** One to four changes, all of one kind or mixed. Texts do not grow beyond what the corpus holds by much. */
export function mutate(text: string, other: string, random: Random, isYaml: boolean): string {
  const kinds = isYaml ? [ofCharacters, ofLines, ofNodes, ofNodes] : [ofCharacters, ofLines];
  let mutated = text;
  for (let left = 1 + random.int(4); left > 0; left--) {
    const changed = random.pick(random.pick(kinds))(mutated, random, other);
    if (changed.length < 200_000) mutated = changed;
  }
  return mutated;
}

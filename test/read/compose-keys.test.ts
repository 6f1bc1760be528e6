// Unknown keys: none of the specification's keys is reported, and a typo in any of them is, at its exact place.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { read } from './compose/reading.ts';

const paths = readFileSync('test/read/compose-keys.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** The keys that may stand beside the last one of a path. */
const siblings = new Map<string, string[]>();
for (const path of paths) {
  const { parent, key } = split(path);
  siblings.set(parent, [...(siblings.get(parent) ?? []), key]);
}

function split(path: string): { parent: string; key: string } {
  const at = path.lastIndexOf('.');
  return { parent: path.slice(0, Math.max(0, at)), key: path.slice(at + 1) };
}

/** A file with nothing but the path; its last key is written as `key`. */
function fileWith(path: string, key: string): string {
  const { parent } = split(path);
  const steps = parent === '' ? [] : parent.split('.');
  const opened = steps.map((step) => (step === '*' ? '{own: ' : `{${step.replace('[]', '')}: `));
  const begun = steps.map((step, at) => (step.endsWith('[]') ? `${opened[at]}[` : opened[at])).join('');
  const ended = steps.map((step) => (step.endsWith('[]') ? ']}' : '}')).reverse();
  // At the top something else must say that it is a compose file.
  const beside = parent === '' && path !== 'services' ? 'services: {}, ' : '';
  return `${begun}{${beside}${key}: ${valueFor(path)}}${ended.join('')}\n`;
}

/** What the key holds does not matter here, as long as it does not end the reading. */
function valueFor(path: string): string {
  return paths.some((other) => other.startsWith(`${path}[]`)) || path === 'include' ? '[]' : '{}';
}

function unknownKeys(text: string) {
  const { stack, at } = read(text);
  return stack.problems.flatMap(({ code, span, hint }) =>
    code === 'unknown-key' ? [{ found: at(span), start: span.start, hint }] : [],
  );
}

/** A letter dropped, two swapped, one doubled: in the middle, where eyes miss it. */
function typosOf(key: string): readonly string[] {
  const at = key.length >> 1;
  const [before, letter, next, after] = [
    key.slice(0, at),
    key[at] ?? '',
    key[at + 1] ?? '',
    key.slice(at + 2),
  ];
  return [before + next + after, before + next + letter + after, before + letter + letter + next + after];
}

describe('keys of the specification', () => {
  test('the list is whole', () => {
    expect(paths.length).toBeGreaterThan(700);
    expect(paths).toContain('services.*.deploy.resources.reservations.devices[].device_ids');
  });

  test('none of them is unknown', () => {
    const wrong = paths.filter((path) => unknownKeys(fileWith(path, split(path).key)).length > 0);
    expect(wrong).toEqual([]);
  });

  test.each([
    ['a letter dropped', 0],
    ['two letters swapped', 1],
    ['a letter doubled', 2],
  ])('%s is found at its place, and the key that was meant is named', (_name, kind) => {
    const wrong = paths.flatMap((path) => {
      const { parent, key } = split(path);
      const typo = typosOf(key)[kind] ?? '';
      const beside = siblings.get(parent) ?? [];
      if (typo === '' || beside.includes(typo)) return [];
      const text = fileWith(path, typo);
      const met = unknownKeys(text);
      const [only] = met;
      const isFound =
        met.length === 1 && only?.found === typo && only.start === text.lastIndexOf(`${typo}: `);
      return isFound && namesOne(only.hint, key, typo, beside)
        ? []
        : [`${path} as ${typo}: ${JSON.stringify(met)}`];
    });
    expect(wrong).toEqual([]);
  });
});

/** The key itself, or another that is as near: `rate` and `path` written `rte` are one letter away each. */
function namesOne(hint: string, key: string, typo: string, beside: readonly string[]): boolean {
  const near = beside.filter((name) => name === key || isOneAway(name, typo));
  return near.some((name) => hint === `Did you mean "${name}"?`);
}

/** One letter added, dropped or changed, or two swapped. */
function isOneAway(a: string, b: string): boolean {
  const start = [...a].findIndex((letter, at) => letter !== b[at]);
  if (start === -1) return b.length - a.length === 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const isSwap = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return isSwap || restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1);
}

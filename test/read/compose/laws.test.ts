// What holds for every project: laws of merging, of printing, and of positions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../src/base/span.ts';
import type { ResolvedNode } from '../../../src/model/service.ts';
import { plainConfig, renderConfig } from '../../../src/read/compose/config.ts';
import { typedValue } from '../../../src/syntax/yaml/scalar.ts';
import { readYaml, type YamlNode, type YamlScalar } from '../../../src/syntax/yaml.ts';
import { type Reading, read } from './reading.ts';
import { overrideText, projectText } from './some-project.ts';

const runs = { numRuns: 40, seed: 7 } as const;
const options = { processEnv: { A: 'from process', TAG: '2' } } as const;

function reading(files: Readonly<Record<string, string>>): Reading {
  return read(files, options, Object.keys(files));
}

function resolved(files: Readonly<Record<string, string>>): unknown {
  return plainConfig(reading(files).stack, true);
}

describe('laws', { timeout: 60_000 }, () => {
  test('most generated projects are free of problems', () => {
    const samples = fc.sample(projectText, { numRuns: 50, seed: 7 });
    const faulty = samples.filter((text) => read(text, options).problems.length > 0);
    expect(faulty.length).toBeLessThan(5);
  });

  test.each([
    ['an empty file', ''],
    ['a comment', '# nothing\n'],
    ['an empty mapping', '{}\n'],
    ['empty services', 'services: {}\n'],
  ])('merging with %s changes nothing', (_name, empty) => {
    fc.assert(
      fc.property(projectText, (text) => {
        const alone = resolved({ 'compose.yaml': text });
        expect(resolved({ 'compose.yaml': text, 'empty.yaml': empty })).toEqual(alone);
        expect(resolved({ 'empty.yaml': empty, 'compose.yaml': text })).toEqual(alone);
      }),
      { ...runs, numRuns: 15 },
    );
  });

  test('merging a file with itself twice is merging it once', () => {
    fc.assert(
      fc.property(projectText, (text) => {
        const twice = { 'compose.yaml': text, 'again.yaml': text };
        expect(resolved({ ...twice, 'third.yaml': text })).toEqual(resolved(twice));
      }),
      { ...runs, numRuns: 15 },
    );
  });

  test.each(['yaml', 'json'] as const)('config of what config printed as %s is the same text', (format) => {
    fc.assert(
      fc.property(projectText, overrideText, (text, over) => {
        const first = reading({ 'compose.yaml': text, 'over.yaml': over });
        if (first.problems.length > 0) return;
        const printed = renderConfig(first.stack, { format, showSecrets: true });
        const again = read({ 'compose.yaml': printed }, options);
        expect(again.problems).toEqual([]);
        expect(renderConfig(again.stack, { format, showSecrets: true })).toBe(printed);
      }),
      runs,
    );
  });

  test('spans lie in the file that they name, and the text there is the value', () => {
    let compared = 0;
    fc.assert(
      fc.property(projectText, overrideText, (text, over) => {
        const files: Record<string, string> = { 'compose.yaml': text, 'over.yaml': over };
        const known = scalarsIn(files);
        for (const leaf of leavesOf(reading(files).stack.resolved)) {
          const source = files[leaf.span.file];
          expect(source).toBeDefined();
          expect(leaf.span.start).toBeLessThanOrEqual(leaf.span.end);
          expect(leaf.span.end).toBeLessThanOrEqual(source?.length ?? 0);
          const written = known.get(placeOf(leaf.span));
          if (written === undefined || !isUnchanged(leaf, written)) continue;
          compared += 1;
          expect(String(leaf.value)).toBe(written.text);
        }
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(400);
  });
});

type Leaf = Extract<ResolvedNode, { kind: 'scalar' }>;

function leavesOf(node: ResolvedNode): readonly Leaf[] {
  if (node.kind === 'scalar') return [node];
  return (node.kind === 'list' ? node.items : [...node.entries.values()]).flatMap(leavesOf);
}

/** The scalars of the files by their place: a part of one (a word of a command, a port of `80:81`) is none. */
function scalarsIn(files: Readonly<Record<string, string>>): ReadonlyMap<string, YamlScalar> {
  const found = new Map<string, YamlScalar>();
  const visit = (node: YamlNode) => {
    if (node.kind === 'scalar') found.set(placeOf(node.span), node);
    else if (node.kind === 'list') node.items.forEach(visit);
    else for (const { value } of node.entries) visit(value);
  };
  for (const [file, text] of Object.entries(files))
    for (const { root } of readYaml(file, text).documents) if (root !== undefined) visit(root);
  return found;
}

function placeOf({ file, start, end }: Span): string {
  return `${file} ${start} ${end}`;
}

/**
 * False for a value that is not the text at its span by design: defaults stand at the object that lacks them; what
 * variables, `$$` or env files gave; null; paths, which are joined with their folder; a short form of which only a part
 * is the value; and what another type was made of (`"5"` where a number is wanted).
 */
function isUnchanged(leaf: Leaf, written: YamlScalar): boolean {
  const through = (leaf.trail ?? []).map(({ how }) => how);
  if (through.includes('default') || through.includes('interpolation') || through.includes('env-file'))
    return false;
  if (leaf.value === null || written.text.includes('$')) return false;
  if (/^\.{0,2}\/|^\.$|:|-|=/.test(written.text)) return false;
  return typeof leaf.value === typeof typedValue(written.text, written.style, written.tag);
}

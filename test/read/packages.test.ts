import { expect, test } from 'vitest';
import { readMake } from '../../src/read/packages/make.ts';
import { readNpm } from '../../src/read/packages/npm.ts';
import { readGo, readPyproject } from '../../src/read/packages/versions.ts';

function from(file: string, text: string, others: Readonly<Record<string, string>> = {}) {
  return { file, folder: '', text, beside: (name: string) => others[name] };
}

test.each<[string, string, readonly string[], boolean]>([
  ['plain targets', 'up:\n\tdocker compose up\ndown stop: up\n', ['up', 'down', 'stop'], false],
  ['no assignment', 'NAME := a\nURL = http://b\nup:\n', ['up'], false],
  ['phony names', '.PHONY: up \\\n  test\n', ['.PHONY', 'up', 'test'], false],
  ['a pattern', '%.o: %.c\n', [], true],
  ['an included file', 'include common.mk\nup:\n', ['up'], true],
])('Makefile with %s', (_name, text, targets, open) => {
  const made = readMake(from('Makefile', text));
  expect([...made.commands.keys()]).toEqual(targets);
  expect(made.open).toBe(open);
});

test('package.json with tabs keeps its places', () => {
  const text =
    '{\n\t"name": "web",\n\t"engines": {"node": ">=20"},\n\t"scripts": {"build": "tsc"},\n\t"dependencies": {"express": "4"}\n}\n';
  const npm = readNpm(from('package.json', text));
  expect(npm.name).toBe('web');
  expect([...npm.requires]).toEqual(['express']);
  const span = npm.commands.get('build')?.span;
  expect(text.slice(span?.start, span?.end)).toBe('"tsc"');
  expect(npm.runtime?.value).toBe('>=20');
});

test.each<[string, string, Readonly<Record<string, string>>, readonly string[] | undefined]>([
  ['react-scripts build', 'CRA', {}, ['build']],
  ['tsc && vite build', 'Vite', { 'vite.config.ts': 'export default {}' }, ['dist']],
  [
    'vite build',
    'Vite with a folder of its own',
    { 'vite.config.ts': "build: { outDir: 'public' }" },
    undefined,
  ],
  ['next build', 'Next.js', { 'next.config.js': 'module.exports = {}' }, ['.next']],
  [
    'next build',
    'Next.js standalone',
    { 'next.config.mjs': "export default { output: 'standalone' }" },
    ['.next', '.next/standalone'],
  ],
  [
    'next build',
    'Next.js by a condition',
    { 'next.config.js': "output: process.env.X ? 'standalone' : undefined" },
    undefined,
  ],
  ['webpack', 'another tool', {}, undefined],
])('%s of %s', (build, _name, others, folders) => {
  const npm = readNpm(from('package.json', JSON.stringify({ scripts: { build } }), others));
  expect(npm.output?.folders).toEqual(folders);
});

test.each<[string, string | undefined]>([
  ['[project]\nrequires-python = ">=3.11"\n', '>=3.11'],
  ['[tool.poetry.dependencies]\npython = "^3.12"\n', '^3.12'],
  ['[tool.black]\npython = "3.9"\n', undefined],
])('pyproject %j asks for %s', (text, expected) => {
  expect(readPyproject(from('pyproject.toml', text)).runtime?.value).toBe(expected);
});

test('go.mod', () => {
  const go = readGo(from('go.mod', 'module example.com/api\n\ngo 1.25.1\n\nrequire github.com/a/b v1.2.3\n'));
  expect([go.name, go.runtime?.value, [...go.requires]]).toEqual([
    'example.com/api',
    '1.25.1',
    ['github.com/a/b'],
  ]);
});

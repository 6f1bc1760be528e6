// go.mod and pyproject.toml: the version of the language they ask for.
import type { Located } from '../../base/span.ts';
import type { PackageFile } from '../../model/package-file.ts';
import type { PackageSources } from './packages.ts';

export function readGo(from: PackageSources): PackageFile {
  const { text } = from;
  const requires = [...text.matchAll(/^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+v\d/gm)].map(
    ([, name = '']) => name,
  );
  const name = /^module\s+(\S+)/m.exec(text)?.[1];
  return plain(from, 'go', name, match(from, /^go[ \t]+(\d+(?:\.\d+){1,2})/m), requires);
}

export function readPyproject(from: PackageSources): PackageFile {
  const { text } = from;
  const runtime =
    match(from, /^requires-python\s*=\s*["']([^"'\n]+)["']/m) ??
    match(from, /^python\s*=\s*["']([^"'\n]+)["']/m, text.search(/^\[tool\.poetry\.dependencies\]/m));
  const requires = [
    ...text.matchAll(
      /["']([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>=~!;@ ][^"'\n]*)?["']|^([A-Za-z][\w.-]*)\s*=/gm,
    ),
  ];
  const name = /^name\s*=\s*["']([^"'\n]+)["']/m.exec(text)?.[1];
  return plain(
    from,
    'python',
    name,
    runtime,
    requires.map(([, quoted, bare]) => (quoted ?? bare ?? '').toLowerCase()),
  );
}

function plain(
  { file, folder }: PackageSources,
  kind: PackageFile['kind'],
  name: string | undefined,
  runtime: Located<string> | undefined,
  requires: readonly string[],
): PackageFile {
  return {
    file,
    folder,
    kind,
    name,
    commands: new Map(),
    steps: () => [],
    needs: () => [],
    open: true,
    runtime,
    requires: new Set(requires),
    development: new Set(),
    output: undefined,
  };
}

/** What the group of the pattern matches, with its place; nothing when `from` says that its section is not there. */
function match({ file, text }: PackageSources, pattern: RegExp, from = 0): Located<string> | undefined {
  const found = from === -1 ? null : pattern.exec(text.slice(from));
  if (found?.[1] === undefined) return undefined;
  const start = from + found.index + found[0].lastIndexOf(found[1]);
  return { value: found[1], span: { file, start, end: start + found[1].length } };
}

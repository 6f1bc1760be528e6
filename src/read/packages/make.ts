// Targets of a Makefile.
import type { Located } from '../../base/span.ts';
import type { PackageFile } from '../../model/package-file.ts';
import type { PackageSources } from './packages.ts';
import { readRecipes } from './recipes.ts';

export function readMake({ file, folder, text }: PackageSources): PackageFile {
  const commands = new Map<string, Located<string>>();
  for (const match of text.matchAll(/^([\w./ \t-]+?)[ \t]*::?(?!=)/gm)) {
    if (match[0].startsWith('\t')) continue;
    for (const name of (match[1] ?? '').trim().split(/\s+/)) add(name, match.index);
  }
  for (const match of text.matchAll(/^\.PHONY[ \t]*:((?:[^\n\\]|\\[\s\S])*)/gm)) {
    for (const name of (match[1] ?? '').split(/[\s\\]+/)) if (name !== '') add(name, match.index);
  }
  let recipes: ReturnType<typeof readRecipes> | undefined;
  const recipeOf = (name: string) => {
    recipes ??= readRecipes(file, text);
    return recipes.get(name);
  };
  // Targets of other files, of patterns, and those whose names make works out.
  const open = /^-?s?include\b|^[^#\t\n=]*[%$][^\n=]*:(?!=)|^\.DEFAULT[ \t]*:|\$\(eval\b|^define\b/m.test(
    text,
  );
  return {
    file,
    folder,
    kind: 'make',
    name: undefined,
    commands,
    steps: (name) => recipeOf(name)?.commands ?? [],
    needs: (name) => (recipeOf(name)?.needs ?? []).filter((each) => commands.has(each)),
    open,
    runtime: undefined,
    requires: new Set(),
    development: new Set(),
    output: undefined,
  };

  function add(name: string, start: number): void {
    if (!commands.has(name))
      commands.set(name, { value: '', span: { file, start, end: start + name.length } });
  }
}

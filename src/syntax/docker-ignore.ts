// Which files of a build context docker leaves out.
import library from '@balena/dockerignore';

/** True for paths (relative to the context) that the rules of a .dockerignore text exclude. */
export function dockerIgnoreRules(text: string): (path: string) => boolean {
  const rules = library.default({ ignorecase: false });
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const pattern = tamed(line);
    if (pattern !== undefined) rules.add(pattern);
  }
  return (path) => path !== '' && rules.ignores(path);
}

/** No path is as long, and a pattern of megabytes cannot be compiled. */
const maximumLength = 4096;

/** The library turns each `**` into a group that backtracks, so runs of them are folded and walls of stars left out. */
function tamed(line: string): string | undefined {
  if (line.length > maximumLength) return undefined;
  const folded = line.replace(/(?:\*\*\/)+(?=\*\*\/)/g, '').replace(/\*{3,}/g, '**');
  if (!isCompilable(folded)) return undefined;
  return (folded.match(/\*+/g)?.length ?? 0) > 8 ? undefined : folded;
}

/** The library compiles a pattern when it is first used, and one such as `[a` throws: docker would refuse the file. */
function isCompilable(pattern: string): boolean {
  if (!/[[\](){}+^|]/.test(pattern)) return true;
  try {
    library.default().add(pattern).ignores('a/b');
    return true;
  } catch {
    return false;
  }
}

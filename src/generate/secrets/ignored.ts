// Entries of .gitignore for what must never be committed.
import type { GeneratedFile, Given } from '../generator.ts';

/** The .gitignore with an entry for each path that git would track; undefined when none is needed. */
export function ignoring(
  { project, text }: Pick<Given, 'project' | 'text'>,
  paths: readonly string[],
): GeneratedFile | undefined {
  const open = paths.filter((path) => !project.files.isGitIgnored(path));
  if (open.length === 0) return undefined;
  const entries = [...new Set(open.map(entryFor))];
  const before = text('.gitignore') ?? '';
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
  // After our own entries there is no need for another heading.
  const isBegun = /# Secrets, made by seaworthy\r?\n(?:\/.*\r?\n)*$/.test(before);
  const gap = before === '' || isBegun ? '' : before.endsWith('\n') ? lineEnd : `${lineEnd}${lineEnd}`;
  const head = isBegun ? [] : ['# Secrets, made by seaworthy'];
  const lines = [...head, ...entries].map((line) => `${line}${lineEnd}`);
  return { path: '.gitignore', text: `${before}${gap}${lines.join('')}`, edits: before };
}

/** A folder of secrets as a whole, so that the next one is ignored too. */
function entryFor(path: string): string {
  const folder = /^(?:.*\/)?secrets\//.exec(path)?.[0];
  return `/${folder ?? path}`;
}

// Variables that new files ask for, in the template of the env file where there is one.
import { posix } from 'node:path';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import type { GeneratedFile } from '../generator.ts';

export interface AskedVariable {
  readonly name: string;
  /** What a person is to write behind it. */
  readonly what: string;
}

/** The template with the variables that it lacks; nothing where it is not there, or lacks none. */
export function withAsked(
  { texts, envFiles }: Project,
  { folder }: Stack,
  asked: readonly AskedVariable[],
): readonly GeneratedFile[] {
  const path = ['.env.example', '.env.sample', '.env.template', 'example.env']
    .map((name) => posix.join(folder, name))
    .find((name) => envFiles.has(name));
  const text = path === undefined ? undefined : texts.get(path)?.text;
  if (path === undefined || text === undefined) return [];
  const known = new Set(text.split('\n').map((line) => /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1]));
  const lines = asked
    .filter(({ name }) => !known.has(name))
    .map(({ name, what }) => `# ${what.charAt(0).toUpperCase()}${what.slice(1)}.\n${name}=\n`);
  if (lines.length === 0) return [];
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return [{ path, text: `${text}${end}${lines.join('')}`, edits: text }];
}

// Reads what holds commands of the shell: scripts, Makefiles, package.json, jobs.
import type { GitlabRun } from '../../model/ci.ts';
import type { Script } from '../../model/script.ts';
import { npmSteps } from '../packages/npm-steps.ts';
import { nameOf } from '../paths.ts';
import { commandsIn } from './commands.ts';

const makefile = /^(?:GNU)?[Mm]akefile$|\.mk$/;

export function isScriptName(path: string): boolean {
  const name = nameOf(path);
  return /\.(?:sh|bash)$/.test(name) || makefile.test(name) || name === 'package.json';
}

const deploys =
  /\bdocker\b|\bkubectl\b|docker-compose|_dump|dump\b|\/etc\/kubernetes\/|write-kubeconfig-mode/;

/** Undefined for scripts that start no container, dump no database and set up no node: most are of no concern here. */
export function readScript(file: string, text: string): Script | undefined {
  if (!deploys.test(text)) return undefined;
  if (nameOf(file) === 'package.json') return packageScript(file, text);
  if (!makefile.test(nameOf(file))) return shellScriptOf(file, text);
  const commands = recipesOf(text).flatMap(({ line, at }) => commandsIn(file, line, at));
  return { file, kind: 'make', commands, pipefail: text.includes('pipefail') };
}

function packageScript(file: string, text: string): Script | undefined {
  const all = [...npmSteps(file, text).values()];
  // A dependency of that name is no command.
  if (!all.some(({ value }) => /\bdocker\b|docker-compose|kubectl |dump\b/.test(value))) return undefined;
  return { file, kind: 'package', commands: all.flatMap(({ commands }) => commands), pipefail: false };
}

/** Jobs that extend one template run its lines alike: each line is told of once. */
export function jobScripts(runs: readonly GitlabRun[]): readonly Script[] {
  const told = new Set<string>();
  return runs.map(({ pipeline, commands }) => {
    const own = commands.filter(({ span }) => {
      const key = `${span.file} ${span.start}`;
      return !told.has(key) && told.add(key);
    });
    return { file: pipeline.file, kind: 'job', commands: own, pipefail: false };
  });
}

export function shellScriptOf(file: string, text: string): Script {
  const commands = commandsIn(file, text, 0);
  const pipefail = commands.some(
    ({ words }) => words[0]?.text === 'set' && words.some((word) => word.text === 'pipefail'),
  );
  return { file, kind: 'shell', commands, pipefail: pipefail || /^#!.*pipefail/.test(text) };
}

/** Recipe lines, continued ones whole, without the `@`, `-` and `+` in front. */
function recipesOf(text: string): readonly { readonly line: string; readonly at: number }[] {
  const recipes: { line: string; at: number }[] = [];
  for (const match of text.matchAll(/^\t[@+-]*((?:[^\n\\]|\\[\s\S])*)/gm)) {
    const line = match[1] ?? '';
    recipes.push({ line, at: match.index + match[0].length - line.length });
  }
  return recipes;
}

// Calls of docker compose in scripts: the files, the verb and the services that they name.
import type { ScriptCommand, ScriptWord } from '../../model/script.ts';

export interface ComposeCall {
  readonly files: readonly ScriptWord[];
  readonly envFiles: readonly ScriptWord[];
  readonly profiles: readonly ScriptWord[];
  readonly verb: string;
  /** Words after the verb, options included. */
  readonly args: readonly ScriptWord[];
}

const valued =
  /^(?:-f|--file|--env-file|-p|--project-name|--profile|--project-directory|--ansi|--progress|--parallel|-c|--context)$/;

/** The program and its arguments, `sudo` and the like left out. */
export function withoutSudo({ words }: ScriptCommand): readonly ScriptWord[] {
  const start = words.findIndex(({ text }) => !/^(?:sudo|time|exec|nohup|command|-E|[A-Z_]+=.*)$/.test(text));
  return start === -1 ? [] : words.slice(start);
}

/** Undefined for other programs, and where a variable stands among the options, which may hold anything. */
export function composeCallOf(command: ScriptCommand): ComposeCall | undefined {
  const [program, ...rest] = withoutSudo(command);
  if (program?.text !== 'docker-compose' && !(program?.text === 'docker' && rest[0]?.text === 'compose'))
    return undefined;
  const words = program.text === 'docker' ? rest.slice(1) : rest;
  const files: ScriptWord[] = [];
  const envFiles: ScriptWord[] = [];
  const profiles: ScriptWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || (word.dynamic && !word.text.startsWith('-'))) return undefined;
    if (!word.text.startsWith('-'))
      return { files, envFiles, profiles, verb: word.text, args: words.slice(at + 1) };
    const joined = /^(--[\w-]+)=(.*)$/.exec(word.text);
    const option = joined?.[1] ?? word.text;
    // The project folder decides what relative paths count from.
    if (option === '--project-directory') return undefined;
    const value =
      joined === null ? (valued.test(option) ? words[++at] : undefined) : { ...word, text: joined[2] ?? '' };
    if (value === undefined) continue;
    if (option === '-f' || option === '--file') files.push(value);
    if (option === '--env-file') envFiles.push(value);
    if (option === '--profile') profiles.push(value);
  }
  return undefined;
}

/** Options of the verbs that take the next word as their value. */
const takesValue =
  /^(?:-t|--timeout|--wait-timeout|--scale|--attach|--no-attach|--exit-code-from|--pull|--tail|-n|--since|--until|-u|--user|-e|--env|--env-from-file|-w|--workdir|--index|-v|--volume|--name|--entrypoint|-p|--publish|-l|--label|--build-arg|-m|--memory|--ssh|--builder|--progress|-s|--signal|--policy|--cap-add|--cap-drop|--format|--filter|--status|--orphans)$/;
const many = new Set([
  'up',
  'start',
  'stop',
  'restart',
  'logs',
  'build',
  'pull',
  'push',
  'rm',
  'kill',
  'create',
  'ps',
  'top',
  'pause',
  'unpause',
]);
const one = new Set(['exec', 'run', 'port']);

/** Services that the call names, as far as it names them itself. */
export function servicesNamed({ verb, args }: ComposeCall): readonly ScriptWord[] {
  if (!many.has(verb) && !one.has(verb)) return [];
  const names: ScriptWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined || word.text === '--') break;
    if (word.text.startsWith('-')) {
      if (takesValue.test(word.text)) at += 1;
      continue;
    }
    if (word.dynamic && one.has(verb)) break;
    if (!word.dynamic && /^[\w.-]+$/.test(word.text)) names.push(word);
    if (one.has(verb)) break;
  }
  return names;
}

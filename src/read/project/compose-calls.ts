// Which compose files a text starts together: calls of docker compose with `-f`, and COMPOSE_FILE.
// Source: https://docs.docker.com/reference/cli/docker/compose/#use--f-to-specify-the-name-and-path-of-one-or-more-compose-files
import { once } from '../../base/once.ts';

/** What one call names, relative to a folder that is not said; what only the shell knows is left out. */
export interface ComposeCallFiles {
  /** In merge order. */
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
}

const call = /\b(?:(?:docker|podman)[ -]compose|docker stack deploy)(?=[ \t\\])/g;
const variable = /\bCOMPOSE_FILE[ \t]*[:?]?[=:][ \t]*["']?([^\s"'#]+)/g;
/** The longest call that is looked at, in characters. */
const maximumCall = 2000;

const fileOption = /^(?:-f|--file|-c|--compose-file)$/;
const valued =
  /^(?:-f|--file|-c|--compose-file|-p|--project-name|--env-file|--profile|--ansi|--progress|--parallel|--context|-H|--host)$/;

/** In the order of the text. Calls that only the default files are for are left out. */
export function composeCallsIn(text: string): readonly ComposeCallFiles[] {
  const calls: ComposeCallFiles[] = [];
  const values = once(() => assignmentsIn(text));
  for (const match of text.matchAll(call)) {
    const named = filesOf(wordsOf(commandAt(text, match.index + match[0].length), values, 0));
    if (named.files.length > 0) calls.push(named);
  }
  for (const match of text.matchAll(variable)) {
    const files = (match[1] ?? '').split(':').flatMap(composePath);
    if (files.length > 1) calls.push({ files, envFiles: [] });
  }
  return calls;
}

/** The rest of the line, with the lines that a backslash joins to it. */
function commandAt(text: string, start: number): string {
  const rest = text.slice(start, start + maximumCall).replace(/\\\r?\n[ \t]*(?:#[ \t]*)?/g, ' ');
  return rest.split('\n', 1)[0] ?? '';
}

/** Options up to the verb. */
function filesOf(words: readonly string[]): ComposeCallFiles {
  const files: string[] = [];
  const envFiles: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [, option, joined] = /^(--?[\w-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (option === undefined && !word.startsWith('$')) break;
    // The folder that paths count from is another one.
    if (option === '--project-directory') return { files: [], envFiles: [] };
    if (!valued.test(option ?? '')) continue;
    const value = joined ?? words[++at] ?? '';
    // Nobody here knows what the variables are there.
    if (option === '--env-file' && /^[~/]/.test(value)) return { files: [], envFiles: [] };
    if (fileOption.test(option ?? '')) files.push(...composePath(value));
    if (option === '--env-file') envFiles.push(...plainPath(value));
  }
  return { files, envFiles };
}

function composePath(word: string): readonly string[] {
  return plainPath(word).filter((path) => /\.ya?ml$/.test(path));
}

/** A path with variables only in front of it: `$ROOT/compose.yaml` is `compose.yaml` of a folder to be found. */
function plainPath(word: string): readonly string[] {
  const path = word.replace(/^(?:\$\{?\w+\}?|\$\((?:dirname|pwd)[^)]*\))\//, '').replace(/^(?:\.\/)+/, '');
  return /^(?:\.\.\/)*[\w.][\w./-]*$/.test(path) ? [path] : [];
}

/** Words without their quotes; a variable that the text sets is put in its place. */
function wordsOf(
  command: string,
  values: () => ReadonlyMap<string, string>,
  depth: number,
): readonly string[] {
  return (command.match(/\S+/g) ?? []).flatMap((raw) => {
    if (raw.length > maximumWord) return [];
    const end = raw.includes('{') ? atEnd : atEndOfMap;
    const word = raw.replace(/^(?:\\?["'`([])+/, '').replace(end, '');
    const whole = /^\$[({]?(\w+)[)}]?$/.exec(word)?.[1];
    const value = whole === undefined ? undefined : values().get(whole);
    if (value !== undefined && depth < maximumDepth) return wordsOf(value, values, depth + 1);
    return word === '' ? [] : [word];
  });
}

const atEnd = /(?:\\?["'`)\],;])+$/;
const atEndOfMap = /(?:\\?["'`)\],;}])+$/;
const maximumDepth = 3;
/** No path that people write is longer. */
const maximumWord = 300;

/** `NAME="value"` of shell, `NAME := value` of make; a default counts where nothing else is said. */
function assignmentsIn(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const match of text.matchAll(
    /^[ \t]*(?:export[ \t]+|readonly[ \t]+)?(\w+)[ \t]*[:?]?=[ \t]*(.*)$/gm,
  )) {
    const [, name = '', given = ''] = match;
    const value = given.replace(/\$\{\w+:?-([^}]*)\}/, '$1').trim();
    const addsToItself = new RegExp(`\\$[({]?${name}\\b`).test(value);
    if (!values.has(name) && value.length < maximumCall && !addsToItself) values.set(name, value);
  }
  return values;
}

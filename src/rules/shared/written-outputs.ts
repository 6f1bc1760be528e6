// Outputs that the text of a step sets: a script that writes to $GITHUB_OUTPUT, and JavaScript that calls setOutput.
import type { Step } from '../../model/workflow.ts';
import { actionName, inputOf } from './workflow.ts';
import { stepCommands } from './workflow-run.ts';

export interface WrittenOutputs {
  /** Lower case. */
  readonly names: readonly string[];
  /** False where programs that the step starts may set more. */
  readonly whole: boolean;
}

/** Undefined where the text makes a name of something else, or writes in a way that is not read here. */
export function writtenOutputs(step: Step): WrittenOutputs | undefined {
  if (step.run !== undefined) return ofScript(step, step.run.value);
  const script = actionName(step) === 'actions/github-script' ? inputOf(step, 'script')?.value : undefined;
  return script === undefined ? undefined : ofJavaScript(script);
}

/** True when the text says the name by itself: it may then be set in a way that is not read here. */
export function saysName(step: Step, name: string): boolean {
  const text = step.run?.value ?? inputOf(step, 'script')?.value ?? '';
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  return at !== -1 && new RegExp(`(?<![\\w-])${name}(?![\\w-])`, 'i').test(text);
}

function ofScript(step: Step, text: string): WrittenOutputs | undefined {
  if (text.includes('::set-output')) return text.includes('GITHUB_OUTPUT') ? undefined : ofCommand(text);
  const names: string[] = [];
  const isGrouped = /[})]\s*(?:>>|\|\s*tee)[^\n]*GITHUB_OUTPUT/.test(text);
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const isWriting = line.includes('GITHUB_OUTPUT');
    if (!isWriting && !(isGrouped && /^\s*(?:echo|printf)\b/.test(line))) continue;
    const own = madeName.test(line) ? undefined : namesIn(line);
    if (own === undefined) return undefined;
    names.push(...own);
  }
  const isWhole = /^(?:ba)?sh\b/.test(step.shell?.value ?? 'bash') && onlyPlainPrograms(step);
  return { names, whole: isWhole };
}

const madeName = /\b(?:echo|printf)(?:\s+-\w+)*\s+["']?[\w-]*[$%\\`]/;
const word = /^\s*(?:[^\n]*?(?:&&|\|\||;|\bthen\b|\bdo\b|\belse\b|[{(])\s*)?(?:echo|printf)(?:\s+-\w+)*\s+/;

/** Names that a line writes; undefined when it does so in another way than `echo name=…`. */
function namesIn(line: string): readonly string[] | undefined {
  // The end of a group, and of what is written between two delimiters.
  if (
    /^\s*[})]/.test(line) ||
    /(?:echo|printf)\s+(?:-\w+\s+)*["']?[\w-]*EOF[\w-]*["']?\s*(?:>>|$)/.test(line)
  )
    return [];
  const start = word.exec(line)?.[0];
  if (start === undefined) return undefined;
  const name = /^["']?([A-Za-z_][\w-]*)(?:=|<<)/.exec(line.slice(start.length))?.[1];
  return name === undefined ? undefined : [name.toLowerCase()];
}

function ofCommand(text: string): WrittenOutputs | undefined {
  const calls = text.match(/::set-output/g)?.length ?? 0;
  const names = [...text.matchAll(/::set-output name=([A-Za-z_][\w-]*)::/g)].flatMap(
    ([, name]) => name ?? [],
  );
  return names.length === calls && calls > 0
    ? { names: names.map((name) => name.toLowerCase()), whole: false }
    : undefined;
}

function ofJavaScript(script: string): WrittenOutputs | undefined {
  if (script.includes('${{') || /GITHUB_OUTPUT|set-output/.test(script)) return undefined;
  const calls = script.match(/\bsetOutput\b/g)?.length ?? 0;
  const names = [...script.matchAll(/\.setOutput\(\s*(["'`])([\w-]+)\1\s*,/g)].flatMap(
    ([, , name]) => name ?? [],
  );
  if (names.length !== calls) return undefined;
  // What is loaded may be given `core`.
  return {
    names: ['result', ...names.map((name) => name.toLowerCase())],
    whole: !/\b(?:require|import)\b/.test(script),
  };
}

/** Programs that know nothing of GitHub's files. */
const plain: ReadonlySet<string> = new Set(
  `: [ [[ awk base64 basename break cat cd chmod continue cp curl cut date declare diff dirname echo env exit export
  expr false file find git grep gunzip gzip head hostname jq let local ls md5sum mkdir mktemp mv printenv printf pwd
  read readarray mapfile readlink realpath return rm sed seq set sha256sum shift shopt sleep sort stat tail tar tee test
  touch tr trap true uname uniq unset unzip wc wget xargs yq`.split(/\s+/),
);

function onlyPlainPrograms(step: Step): boolean {
  const commands = stepCommands(step);
  return commands.length > 0 && commands.every(({ program }) => program === '' || plain.has(program));
}

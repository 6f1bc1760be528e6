// The flags that a container gives to a program of the control plane, each with its place.
import { type Located, located, type Span } from '../../../base/span.ts';
import type { Container } from '../../../model/kubernetes.ts';
import { commandsOf } from '../../../syntax/shell.ts';

export interface Flag {
  readonly name: string;
  /** A bare flag is `true`. */
  readonly value: string;
  /** Something else fills the value in. */
  readonly dynamic: boolean;
  /** As people wrote it: `--profiling=false`, `readOnlyPort: 0`. */
  readonly shown: string;
  readonly at: Span;
}

export interface CommandFlags {
  readonly program: Located<string>;
  readonly flags: readonly Flag[];
  /** Something in the command line or its environment may add flags. */
  readonly open: boolean;
}

/** Flags that are true without a value; the word after them is none. */
const switches = new Set(
  `anonymous-auth auto-tls client-cert-auth kubelet-https make-iptables-util-chains peer-auto-tls
   peer-client-cert-auth profiling protect-kernel-defaults rotate-certificates rotate-server-certificates
   service-account-lookup use-service-account-credentials allow-privileged leader-elect`.split(/\s+/),
);

/** Programs that start the program that follows them. */
const starters = /^(?:hyperkube|go-runner|exec|tini|dumb-init|nohup|nice|env)$/;

/** What a container runs, when it is one of the programs. */
export function commandFlags(container: Container, programs: readonly string[]): CommandFlags | undefined {
  const words = [...container.command, ...container.args];
  const [first] = words;
  if (first === undefined) return undefined;
  const isShell = /(?:^|\/)(?:ba|da|a)?sh$/.test(first.value);
  const line = isShell ? shellLine(words, programs) : plainLine(container, words, programs);
  if (line === undefined) return undefined;
  const { flags, open } = readFlags(line.rest, line.program.value === 'etcd');
  return { program: line.program, flags, open: open || container.envFrom.length > 0 };
}

interface Line {
  readonly program: Located<string>;
  readonly rest: readonly Located<string>[];
}

function plainLine(
  { command, image }: Container,
  words: readonly Located<string>[],
  programs: readonly string[],
): Line | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  if (command.length === 0 && first.value.startsWith('--')) {
    const own = baseName(image?.value.replace(/(?::[^/:@]*)?(?:@.*)?$/, '') ?? '').replace(
      /-(?:amd64|arm64)$/,
      '',
    );
    const program = programs.includes(own) && image !== undefined ? located(own, image.span) : undefined;
    return program && { program, rest: words };
  }
  const at = words.findIndex(({ value }) => !value.startsWith('-') && !starters.test(baseName(value)));
  const word = words[at];
  if (word === undefined) return undefined;
  const name = programName(word.value, words[0]?.value);
  if (!programs.includes(name)) return undefined;
  return { program: located(name, word.span), rest: words.slice(at + 1) };
}

/** hyperkube knew its parts by shorter names. */
function programName(word: string, starter: string | undefined): string {
  const name = baseName(word);
  const isShort = /^(?:apiserver|controller-manager|scheduler)$/.test(name);
  return isShort && baseName(starter ?? '') === 'hyperkube' ? `kube-${name}` : name;
}

/** `sh -c "exec kube-apiserver --flag"`. Places are those of the words where the text stands as it is. */
function shellLine(words: readonly Located<string>[], programs: readonly string[]): Line | undefined {
  const option = words.findIndex(({ value }) => /^-\w*c$/.test(value));
  const script = option === -1 ? undefined : words[option + 1];
  if (script === undefined) return undefined;
  const { value: text, span } = script;
  const quotes = span.end - span.start - text.length;
  const place = (start: number, end: number): Span =>
    quotes === 0 || quotes === 2
      ? { ...span, start: span.start + quotes / 2 + start, end: span.start + quotes / 2 + end }
      : span;
  for (const command of commandsOf(text)) {
    const at = command.words.findIndex((word) => !starters.test(baseName(word.text)));
    const program = command.words[at];
    if (program === undefined || !programs.includes(baseName(program.text))) continue;
    return {
      program: located(baseName(program.text), place(program.start, program.end)),
      rest: command.words.slice(at + 1).map((word) => located(word.text, place(word.start, word.end))),
    };
  }
  return undefined;
}

function readFlags(words: readonly Located<string>[], single: boolean): Omit<CommandFlags, 'program'> {
  const flags: Flag[] = [];
  let open = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const [, written, joined] =
      (single ? /^--?([\w-]+)(?:=([\s\S]*))?$/ : /^--([\w-]+)(?:=([\s\S]*))?$/).exec(word?.value ?? '') ?? [];
    // Underscores are taken for dashes.
    const name = written?.replaceAll('_', '-');
    if (word === undefined || name === undefined) {
      open ||= isDynamic(word?.value ?? '');
      continue;
    }
    const next = words[at + 1];
    const isApart = joined === undefined && !switches.has(name) && next?.value.startsWith('-') === false;
    if (isApart) at += 1;
    const value = joined ?? (isApart ? (next?.value ?? '') : 'true');
    flags.push(flagOf(name, unquoted(value), isApart ? `--${name} ${value}` : word.value, word.span));
  }
  return { flags, open };
}

export function flagOf(name: string, value: string, shown: string, at: Span): Flag {
  return { name, value, dynamic: isDynamic(value), shown, at };
}

function isDynamic(text: string): boolean {
  return /\$|\{\{|<\w|__\w+__/.test(text);
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? text;
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

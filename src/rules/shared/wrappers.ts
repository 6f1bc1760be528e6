// Programs that run another one: what counts is the program behind them.

interface Wrapper {
  /** Flags that take the next word along. */
  readonly values?: readonly string[];
  /** Words of its own before the program. */
  readonly own?: number;
  /** `A=b` may stand before the program. */
  readonly assigns?: boolean;
}

const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { values: ['-u', '-g', '-h', '-p', '-C', '-r', '-t', '--user', '--group'], assigns: true },
  doas: { values: ['-u', '-C'] },
  env: { values: ['-u', '-C', '--unset', '--chdir'], assigns: true },
  exec: { values: ['-a'] },
  command: {},
  builtin: {},
  nohup: {},
  time: {},
  nice: { values: ['-n'] },
  ionice: { values: ['-c', '-n', '--class', '--classdata'] },
  stdbuf: { values: ['-i', '-o', '-e'] },
  setsid: {},
  chronic: {},
  fakeroot: {},
  eatmydata: {},
  retry: { values: ['-t', '-d', '--times', '--delay'] },
  timeout: { values: ['-k', '-s', '--kill-after', '--signal'], own: 1 },
  xargs: { values: ['-n', '-I', '-P', '-L', '-d', '-a', '-s', '-E', '--max-args', '--max-procs'] },
  gosu: { own: 1 },
  'su-exec': { own: 1 },
  's6-setuidgid': { own: 1 },
};

export function unwrapped<W extends { readonly text: string }>(
  words: readonly W[],
): { readonly wrappers: readonly W[]; readonly rest: readonly W[] } {
  let at = 0;
  for (;;) {
    const name = (words[at]?.text ?? '').replace(/^.*\//, '');
    const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    const next = wrapper === undefined ? undefined : afterWrapper(words, at + 1, wrapper);
    // `command -v x` asks whether x is there, and a wrapper alone runs nothing.
    const asks = name === 'command' && /^-[vV]$/.test(words[at + 1]?.text ?? '');
    if (next === undefined || asks || next >= words.length)
      return { wrappers: words.slice(0, at), rest: words.slice(at) };
    at = next;
  }
}

function afterWrapper(words: readonly { readonly text: string }[], start: number, wrapper: Wrapper): number {
  let at = start;
  for (let word = words[at]?.text; word !== undefined; word = words[at]?.text) {
    if (word === '--') return at + 1 + (wrapper.own ?? 0);
    const isAssignment = wrapper.assigns === true && /^[A-Za-z_]\w*=/.test(word);
    if (!word.startsWith('-') && !isAssignment) break;
    at += wrapper.values?.includes(word) === true ? 2 : 1;
  }
  return at + (wrapper.own ?? 0);
}

// File modes that a Dockerfile sets, by chmod or by the flag of COPY and ADD.
import type { Span } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { runCommands } from './run.ts';

interface ModeSet {
  /** `0777`, `u+s,g-w`. */
  readonly mode: string;
  readonly at: Span;
  readonly targets: readonly string[];
}

export function modesIn(dockerfile: Dockerfile, instruction: DockerInstruction): readonly ModeSet[] {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
    const flag = instruction.flags.find(({ name }) => name === 'chmod');
    const targets = instruction.args.slice(-1).map(({ value }) => value);
    return flag?.value === undefined ? [] : [{ mode: flag.value, at: flag.span, targets }];
  }
  return runCommands(dockerfile, instruction).flatMap(({ program, args }) => {
    if (program !== 'chmod') return [];
    const [mode, ...targets] = args.filter(({ text }) => !/^--|^-[RfvcP]+$/.test(text));
    return mode === undefined
      ? []
      : [{ mode: mode.text, at: mode.span, targets: targets.map(({ text }) => text) }];
  });
}

/** True when everyone may write: the last digit, or `o+w` and `a+w`. A sticky folder is shared on purpose. */
export function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return /[2367]$/.test(mode) && !/^[1357][0-7]{3}$/.test(mode);
  const parts = mode.split(',');
  const sticky = parts.some((part) => /^[ugoa]*\+[rwxX]*t/.test(part));
  return !sticky && parts.some((part) => /^[ug]*[oa][ugoa]*[+=][rxXst]*w/.test(part));
}

/** True when the file runs as its owner or group: setuid, setgid by number or letter. */
export function isSetId(mode: string): boolean {
  if (/^[0-7]{4}$/.test(mode)) return /^[46]/.test(mode);
  return mode.split(',').some((part) => /^(?:u|ug|)[+=][rwxX]*s/.test(part));
}

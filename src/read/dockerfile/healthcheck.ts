// HEALTHCHECK of a Dockerfile.
import { located } from '../../base/span.ts';
import { parseDuration } from '../../base/units.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { CommandLine, Healthcheck } from '../../model/service.ts';
import type { Flag, Instruction } from '../../syntax/dockerfile.ts';

export function readHealthcheck(instruction: Instruction, problems: ReadProblem[]): Healthcheck {
  const duration = (name: string) => {
    const flag = flagNamed(instruction, name);
    if (flag?.value === undefined || flag.value.includes('$')) return undefined;
    const ms = parseDuration(flag.value);
    if (ms === undefined) problems.push(badFlag(flag, 'a duration', 'Write it as 500ms, 30s or 1m30s.'));
    return ms;
  };
  const disabled = instruction.trigger === undefined && /^none$/i.test(instruction.args[0]?.text ?? '');
  return {
    span: instruction.span,
    disabled,
    test: instruction.trigger === undefined ? undefined : commandOf(instruction.trigger),
    intervalMs: duration('interval'),
    timeoutMs: duration('timeout'),
    retries: retriesOf(instruction, problems),
    startPeriodMs: duration('start-period'),
    startIntervalMs: duration('start-interval'),
  };
}

/** Words of the exec form; the whole text of the shell form, which `/bin/sh -c` gets as one string. */
export function commandOf(instruction: Instruction): CommandLine {
  const { span, form, args, raw } = instruction;
  const words = form === 'exec' ? args.map((word) => located(word.text, word.span)) : [raw];
  return { span, form, words };
}

function retriesOf(instruction: Instruction, problems: ReadProblem[]): number | undefined {
  const flag = flagNamed(instruction, 'retries');
  if (flag?.value === undefined || flag.value.includes('$')) return undefined;
  if (/^\d+$/.test(flag.value)) return Number(flag.value);
  problems.push(badFlag(flag, 'a number', 'Write a whole number such as 3.'));
  return undefined;
}

function flagNamed(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.find((flag) => flag.name === name);
}

function badFlag(flag: Flag, wanted: string, hint: string): ReadProblem {
  const message = `--${flag.name} is ${JSON.stringify(flag.value)}, which is not ${wanted}`;
  return { code: 'invalid-value', message, span: flag.valueSpan ?? flag.span, hint };
}

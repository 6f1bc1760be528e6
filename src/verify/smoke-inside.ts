// Checks that look inside of the stack: a command in a service, its log, how a one-shot ended.
import type { SmokeCheck } from '../model/smoke.ts';
import { compilePattern, excerpt, within } from '../probes/answer.ts';
import {
  notRunning,
  patternMismatch,
  type SmokeAnswer,
  type SmokeContext,
  type SmokeInside,
  tooLate,
} from './smoke-context.ts';

type Of<Kind extends SmokeCheck['kind']> = Extract<SmokeCheck, { kind: Kind }>;

const outside: SmokeAnswer = { outcome: 'unknown', reason: 'there is no engine to ask' };
/** Lines longer than this are cut before the pattern sees them: patterns may be slow on megabytes. */
const lineLimit = 8192;

export async function smokeExec(check: Of<'exec'>, context: SmokeContext): Promise<SmokeAnswer> {
  const { inside } = context;
  if (inside === undefined) return outside;
  const what = `${excerpt(check.argv[0] ?? '', 40)} in ${check.service}`;
  const done = await within({ ...context, timeoutMs: check.withinMs }, async (signal) => ({
    result: await inside.exec(check.service, check.argv, signal),
  }));
  if (done === undefined) return tooLate(what, check.withinMs);
  const { result } = done;
  if (result === undefined) return notRunning(check.service);
  if (result.exitCode !== check.exit) {
    const said = excerpt(result.output);
    const words = result.exitCode === 127 ? '127 (program not found)' : String(result.exitCode);
    return {
      outcome: 'fail',
      reason: `${what}: exit ${words}, expected ${check.exit}${said === '' ? '' : `; ${said}`}`,
    };
  }
  const wrong = patternMismatch(`output of ${what}`, result.output, check.output);
  return wrong === undefined
    ? { outcome: 'pass', reason: `${what}: exit ${result.exitCode}` }
    : { outcome: 'fail', reason: wrong };
}

export async function smokeLog(check: Of<'log'>, context: SmokeContext): Promise<SmokeAnswer> {
  const { inside } = context;
  if (inside === undefined) return outside;
  const pattern = compilePattern(check.pattern);
  if (!(pattern instanceof RegExp)) return { outcome: 'unknown', reason: pattern.reason };
  const what = `log of ${check.service}`;
  const read = await within({ ...context, timeoutMs: check.withinMs }, async (signal) => ({
    lines: await inside.logs(check.service, check.lines, signal),
  }));
  if (read === undefined) return tooLate(what, check.withinMs);
  const { lines } = read;
  if (lines === undefined) return notRunning(check.service);
  const found = lines.filter((line) => pattern.test(line.slice(0, lineLimit)));
  const counted = `${found.length} of the last ${lines.length} lines match ${pattern}`;
  const passes = check.expect === 'absent' ? found.length === 0 : found.length > 0;
  const shown = check.expect === 'absent' && !passes ? `: ${excerpt(found.at(-1) ?? '')}` : '';
  return { outcome: passes ? 'pass' : 'fail', reason: `${what}: ${counted}${shown}` };
}

export async function smokeCompleted(
  { service, withinMs }: Of<'completed'>,
  context: SmokeContext,
): Promise<SmokeAnswer> {
  const { inside } = context;
  if (inside === undefined) return outside;
  const asked = await within({ ...context, timeoutMs: withinMs }, (signal) => ended(inside, service, signal));
  return asked ?? tooLate(`state of ${service}`, withinMs);
}

async function ended(inside: SmokeInside, service: string, signal: AbortSignal): Promise<SmokeAnswer> {
  const state = await inside.completed(service, signal);
  if (state === undefined) return { outcome: 'unknown', reason: `${service} has not been run` };
  if (state.exitCode === undefined) return { outcome: 'fail', reason: `${service} has not ended` };
  const outcome = state.exitCode === 0 ? 'pass' : 'fail';
  return { outcome, reason: `${service} ended with ${state.exitCode}` };
}

import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import { compilePattern, excerpt, type Limits, within } from './answer.ts';
import type { ProbeTarget } from './target.ts';

type LogProbe = Extract<Probe, { kind: 'log' }>;

/** A log that is followed; reading it once for all measurements of a gate keeps long logs cheap. */
export interface LogWatch {
  /** Only a line that arrived since the wall time counts, so that a restart does not pass on old words. */
  verdict(sinceMs: number): Verdict;
  /** Called after each line that matches. */
  onMatch: () => void;
}

/** Lines longer than this are cut before the pattern sees them: patterns may be slow on megabytes. */
const lineLimit = 8192;
const reopenMs = 200;

export async function measureLog(probe: LogProbe, target: ProbeTarget, limits: Limits): Promise<Verdict> {
  const pattern = compilePattern(probe.pattern);
  if (!(pattern instanceof RegExp)) return pattern;
  let watch: LogWatch | undefined;
  await within(limits, (signal) => {
    const opened = watchLog(pattern, target, signal, limits.clock);
    watch = opened;
    return new Promise<void>((resolve) => {
      opened.onMatch = resolve;
    });
  });
  return watch?.verdict(0) ?? { state: 'wait', reason: 'log not read yet' };
}

/** Follows the log until the signal aborts; a log that ends or is not there yet is opened again. */
export function watchLog(pattern: RegExp, target: ProbeTarget, signal: AbortSignal, clock: Clock): LogWatch {
  let lines = 0;
  let last = '';
  let broken: string | undefined;
  let match: { readonly line: string; readonly atMs: number } | undefined;
  const watch: LogWatch = {
    onMatch: () => undefined,
    verdict(sinceMs) {
      if (match !== undefined && match.atMs >= sinceMs) {
        return { state: 'pass', reason: `log: ${excerpt(match.line)}` };
      }
      if (broken !== undefined) return { state: 'wait', reason: `log cannot be read: ${broken}` };
      const seen = lines === 0 ? 'no line yet' : `last of ${lines}: ${excerpt(last)}`;
      return { state: 'wait', reason: `log has no line that matches ${pattern}; ${seen}` };
    },
  };
  const follow = async () => {
    lines = 0;
    for await (const line of target.logs(signal)) {
      lines += 1;
      last = line.slice(0, lineLimit);
      if (!pattern.test(last)) continue;
      match = { line: last, atMs: clock.now().getTime() };
      watch.onMatch();
    }
  };
  const followAgain = async () => {
    while (!signal.aborted) {
      broken = await follow().then(
        () => undefined,
        (error: unknown) => excerpt(messageOf(error)),
      );
      await clock.sleep(reopenMs, signal);
    }
  };
  void followAgain();
  return watch;
}

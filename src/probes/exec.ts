import { basename } from 'node:path';
import { messageOf } from '../base/errors.ts';
import { formatDuration } from '../base/units.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import { excerpt, type Limits, within } from './answer.ts';
import type { ProbeTarget } from './target.ts';

type ExecProbe = Extract<Probe, { kind: 'exec' }>;

const notOurs = 'bad check, not bad service';

/** What shells print for a missing program: dash, busybox, bash. `curl … || exit 1` hides their 127. */
const shellNotFound = /(?:^|\n)[^\n]*?\b(\S+): (?:command )?not found\s*(?:\n|$)/;

export async function measureExec(probe: ExecProbe, target: ProbeTarget, limits: Limits): Promise<Verdict> {
  const what = `exec ${programOf(probe.argv)}`;
  if (probe.argv.length === 0) return { state: 'bad', reason: `exec: no command: ${notOurs}` };
  try {
    const result = await within(limits, (signal) => target.exec(probe.argv, signal));
    if (result === undefined) {
      return { state: 'fail', reason: `${what}: no exit within ${formatDuration(limits.timeoutMs)}` };
    }
    return judge(what, isShell(probe.argv), result.exitCode, result.output);
  } catch (error) {
    return { state: 'fail', reason: `${what}: ${excerpt(messageOf(error))}` };
  }
}

function judge(what: string, viaShell: boolean, exitCode: number, output: string): Verdict {
  if (exitCode === 0) return { state: 'pass', reason: `${what}: exit 0` };
  if (exitCode === 127) return { state: 'bad', reason: `${what}: exit 127 (program not found): ${notOurs}` };
  if (exitCode === 126) return { state: 'bad', reason: `${what}: exit 126 (not executable): ${notOurs}` };
  const missing = viaShell ? shellNotFound.exec(output)?.[1] : undefined;
  if (missing !== undefined) {
    return {
      state: 'bad',
      reason: `${what}: exit ${exitCode} (program ${excerpt(missing, 40)} not found): ${notOurs}`,
    };
  }
  const said = excerpt(output);
  return { state: 'fail', reason: `${what}: exit ${exitCode}${said === '' ? '' : `: ${said}`}` };
}

function isShell(argv: readonly string[]): boolean {
  return /^(?:ba|da|a|z)?sh$/.test(basename(argv[0] ?? '')) && argv[1] === '-c';
}

const shellWords = new Set(['test', 'if', 'for', 'while', 'until', 'case', 'set', 'cd', 'export', 'echo']);

/** Only the program: arguments of checks carry passwords (`redis-cli -a …`). */
function programOf(argv: readonly string[]): string {
  if (!isShell(argv)) return excerpt(basename(argv[0] ?? ''), 40);
  const words = (argv[2] ?? '').trim().split(/\s+/);
  const first = words.find((word) => !/^(?:[A-Za-z_]\w*=[^$`]*|exec|!)$/.test(word)) ?? 'sh';
  // `[ -e file ]`, `n=$(…)`, `for`: a script, of which no one word is the program.
  return /^[\w./+-]{2,}$/.test(first) && !shellWords.has(first) ? excerpt(basename(first), 40) : 'sh';
}

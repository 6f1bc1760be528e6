// A load test while it runs: one line that is drawn again on a terminal, a line now and then elsewhere.
import type { LoadSetting } from '../model/load.ts';
import { loadLine } from '../output/load.ts';
import type { LoadProgress } from '../verify/load/run.ts';
import { choice } from './flags.ts';
import type { VerbContext } from './verb.ts';

export interface LoadProgressView {
  readonly show: (progress: LoadProgress) => void;
  close(): void;
}

const plainEveryMs = 10_000;

export function openLoadProgress(context: VerbContext, test: LoadSetting): LoadProgressView {
  const { flags, env, terminal } = context;
  const { stderr } = terminal;
  const asked = flags.is('quiet')
    ? 'quiet'
    : (choice(flags, 'progress', ['auto', 'tty', 'plain', 'json', 'quiet']) ?? 'auto');
  const automatic = stderr.isTty && env['CI'] === undefined ? 'tty' : 'plain';
  const mode = asked === 'auto' ? automatic : asked;
  const totalMs = test.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const nothing = () => undefined;
  switch (mode) {
    case 'quiet':
      return { show: nothing, close: nothing };
    case 'json':
      return { show: jsonLines(context, test), close: nothing };
    case 'tty':
      return {
        show: (progress) =>
          stderr.write(`\r\u001b[K${loadLine(test.name, progress, totalMs, stderr.columns)}`),
        close: () => stderr.write('\r\u001b[K'),
      };
    default:
      return {
        show: nowAndThen((progress) => stderr.write(`${loadLine(test.name, progress, totalMs, 200)}\n`)),
        close: nothing,
      };
  }
}

function nowAndThen(show: (progress: LoadProgress) => void): (progress: LoadProgress) => void {
  let shownMs = 0;
  return (progress) => {
    if (progress.elapsedMs - shownMs < plainEveryMs) return;
    shownMs = progress.elapsedMs;
    show(progress);
  };
}

/** One object for each second that is over. */
function jsonLines({ terminal, clock }: VerbContext, test: LoadSetting): (progress: LoadProgress) => void {
  let told = 0;
  return ({ seconds }) => {
    for (const second of seconds.slice(told)) {
      const line = { type: 'load-second', time: clock.now().toISOString(), test: test.name, ...second };
      terminal.stderr.write(`${JSON.stringify(line)}\n`);
    }
    told = seconds.length;
  };
}

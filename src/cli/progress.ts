// Chooses how progress is shown, by whether stderr is a terminal, and draws it.
import type { Clock } from '../base/clock.ts';
import { printable } from '../base/text.ts';
import { createPlainProgress } from '../output/progress-plain.ts';
import { createTreeProgress } from '../output/progress-tree.ts';
import type { Emit, ProgressEvent } from '../rollout/progress.ts';
import { choice } from './flags.ts';
import type { Flags, Terminal } from './verb.ts';

export interface Progress {
  readonly emit: Emit;
  /** Stops the heartbeat and leaves the last picture standing. */
  close(): void;
}

const heartbeatMs = 20_000;
const frameMs = 100;

export function openProgress(
  flags: Flags,
  terminal: Terminal,
  clock: Clock,
  env: Readonly<Record<string, string>>,
): Progress {
  const asked = flags.is('quiet')
    ? 'quiet'
    : (choice(flags, 'progress', ['auto', 'tty', 'plain', 'json', 'quiet']) ?? 'auto');
  const automatic = terminal.stderr.isTty && env['CI'] === undefined ? 'tty' : 'plain';
  const mode = asked === 'auto' ? automatic : asked;
  if (mode === 'quiet') return { emit: () => undefined, close: () => undefined };
  if (mode === 'json') return jsonProgress(terminal, clock);
  return mode === 'tty' ? treeProgress(terminal, clock) : plainProgress(terminal, clock);
}

/** One object a line with `type` and `time`; the schema's name stands in each run's first line. */
function jsonProgress(terminal: Terminal, clock: Clock): Progress {
  const emit = (event: ProgressEvent) => {
    const step =
      'step' in event
        ? {
            step: event.step.id,
            service: 'service' in event.step.action ? event.step.action.service : undefined,
          }
        : {};
    const schema = event.type === 'run-begun' ? { schema: 'seaworthy.progress/1' } : {};
    terminal.stderr.write(
      `${JSON.stringify({ ...schema, time: clock.now().toISOString(), ...event, ...step })}\n`,
    );
  };
  return { emit, close: () => undefined };
}

function plainProgress(terminal: Terminal, clock: Clock): Progress {
  const plain = createPlainProgress(() => clock.monotonicMs());
  const ended = new AbortController();
  let quietSince = clock.monotonicMs();
  const write = (line: string) => {
    quietSince = clock.monotonicMs();
    terminal.stderr.write(`${printable(line)}\n`);
  };
  const beat = async () => {
    while (!ended.signal.aborted) {
      await clock.sleep(1000, ended.signal);
      const waiting = plain.waiting(clock.monotonicMs());
      if (waiting !== undefined && clock.monotonicMs() - quietSince >= heartbeatMs) write(waiting);
    }
  };
  void beat();
  return {
    emit: (event) => {
      for (const line of plain.lines(event)) write(line);
    },
    close: () => ended.abort(),
  };
}

function treeProgress(terminal: Terminal, clock: Clock): Progress {
  const tree = createTreeProgress(() => clock.monotonicMs());
  const ended = new AbortController();
  let drawn = 0;
  const esc = String.fromCharCode(27);
  const draw = () => {
    const lines = tree.render(terminal.stderr.columns, terminal.stderr.rows - 1, terminal.paintErr);
    const up = drawn === 0 ? '' : `${esc}[${drawn}A`;
    const body = lines.map((line) => `${line}${esc}[K\n`).join('');
    terminal.stderr.write(`${up}${body}${esc}[J`);
    drawn = lines.length;
  };
  const animate = async () => {
    while (!ended.signal.aborted) {
      draw();
      await clock.sleep(frameMs, ended.signal);
    }
  };
  void animate();
  return {
    emit: (event) => tree.apply(event),
    close: () => {
      // Once only: what is printed below the last picture must not be drawn over.
      if (ended.signal.aborted) return;
      ended.abort();
      draw();
    },
  };
}

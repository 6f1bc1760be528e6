// The two output streams. A reader that goes away (`| head -1`) must not end a rollout.
import { ansi, plain } from '../output/paint.ts';
import type { Terminal } from './verb.ts';

export function openTerminal(env: Readonly<Record<string, string>>, noColor: boolean): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    // EPIPE and the like: what could not be printed is lost, the work goes on (fault 36).
    stream.on('error', () => undefined);
  }
  return {
    stdout: {
      write: (text) => void process.stdout.write(text),
      get isTty() {
        return process.stdout.isTTY === true && env['TERM'] !== 'dumb';
      },
    },
    stderr: {
      write: (text) => void process.stderr.write(text),
      get isTty() {
        return process.stderr.isTTY === true && env['TERM'] !== 'dumb';
      },
      get columns() {
        // 0 where nobody has told the pty its size (`script`, some CI).
        return process.stderr.columns || 80;
      },
      get rows() {
        return process.stderr.rows || 24;
      },
    },
    paint: wantsColor(env, noColor, process.stdout.isTTY === true) ? ansi : plain,
    paintErr: wantsColor(env, noColor, process.stderr.isTTY === true) ? ansi : plain,
  };
}

/** https://no-color.org and https://bixense.com/clicolors: FORCE_COLOR wins, then NO_COLOR, then the terminal. */
function wantsColor(env: Readonly<Record<string, string>>, noColor: boolean, isTty: boolean): boolean {
  if (noColor) return false;
  const force = env['FORCE_COLOR'] ?? env['CLICOLOR_FORCE'];
  if (force !== undefined && force !== '' && force !== '0') return true;
  if ((env['NO_COLOR'] ?? '') !== '' || env['CLICOLOR'] === '0') return false;
  return isTty && env['TERM'] !== 'dumb';
}

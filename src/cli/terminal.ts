// The two output streams. A reader that goes away (`| head -1`) must not end a rollout.
import { fstatSync, statSync, writeSync } from 'node:fs';
import { systemCode } from '../base/errors.ts';
import { ansi, plain } from '../output/paint.ts';
import type { Terminal } from './verb.ts';

export function openTerminal(env: Readonly<Record<string, string>>, noColor: boolean): Terminal {
  const out = mayBeTty(1) ? streamOf(process.stdout) : fileOf(1);
  const err = mayBeTty(2) ? streamOf(process.stderr) : fileOf(2);
  const isSmart = env['TERM'] !== 'dumb';
  return {
    stdout: { write: out.write, isTty: out.isTty && isSmart },
    stderr: {
      write: err.write,
      isTty: err.isTty && isSmart,
      get columns() {
        // 0 where nobody has told the pty its size (`script`, some CI).
        return (err.isTty && process.stderr.columns) || 80;
      },
      get rows() {
        return (err.isTty && process.stderr.rows) || 24;
      },
    },
    paint: wantsColor(env, noColor, out.isTty) ? ansi : plain,
    paintErr: wantsColor(env, noColor, err.isTty) ? ansi : plain,
  };
}

interface Output {
  readonly write: (text: string) => void;
  readonly isTty: boolean;
}

function streamOf(stream: NodeJS.WriteStream): Output {
  // EPIPE and the like: what could not be printed is lost, the work goes on (fault 36).
  stream.on('error', () => undefined);
  return { write: (text) => void stream.write(text), isTty: stream.isTTY === true };
}

/**
 * Files and pipes, written without the streams of the runtime: those write to them at once as well
 * (https://nodejs.org/api/process.html#a-note-on-process-io), and the review of one file is over before loading them would
 * pay.
 */
function fileOf(fd: number): Output {
  return { write: (text) => writeAll(fd, text), isTty: false };
}

/** What nobody can read any more is lost, the work goes on (fault 36). */
function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // A pipe that is full, and that whoever shares it has made one that does not wait.
      if (systemCode(error) !== 'EAGAIN') return;
      Atomics.wait(cell, 0, 0, 1);
    }
  }
}

const cell = new Int32Array(new SharedArrayBuffer(4));

/** A terminal is a character device, other than the one that swallows all. */
function mayBeTty(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev;
  } catch {
    // Closed, or a system that cannot tell: the streams know what to do.
    return true;
  }
}

/** https://no-color.org and https://bixense.com/clicolors: FORCE_COLOR wins, then NO_COLOR, then the terminal. */
function wantsColor(env: Readonly<Record<string, string>>, noColor: boolean, isTty: boolean): boolean {
  if (noColor) return false;
  const force = env['FORCE_COLOR'] ?? env['CLICOLOR_FORCE'];
  if (force !== undefined && force !== '' && force !== '0') return true;
  if ((env['NO_COLOR'] ?? '') !== '' || env['CLICOLOR'] === '0') return false;
  return isTty && env['TERM'] !== 'dumb';
}

// Colours, passed in by the command line: it alone knows the terminal and NO_COLOR.
import type { Severity } from '../model/finding.ts';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const same = (text: string): string => text;

/** No colours. */
export const plain: Paint = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

/** Colours of a terminal. */
export const ansi: Paint = {
  bold: code(1, 22),
  dim: code(2, 22),
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
  cyan: code(36, 39),
};

function code(open: number, close: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`);
}

/** The severity's word in its colour. */
export function paintSeverity(severity: Severity, paint: Paint): string {
  switch (severity) {
    case 'critical':
      return paint.bold(paint.red(severity));
    case 'high':
      return paint.red(severity);
    case 'medium':
      return paint.yellow(severity);
    case 'low':
      return paint.cyan(severity);
    case 'info':
      return paint.dim(severity);
  }
}

// Amounts as docker compose prints them: Go's own texts of sizes, durations and numbers.
import { parseBytes, parseDuration } from '../../../base/units.ts';
import type { Plain } from '../node/node.ts';

/** `64m` -> `67108864`; -1 stands for "no limit". */
export function bytesText(value: Plain): string {
  const text = String(value);
  if (/^-?\d+$/.test(text)) return text;
  const bytes = parseBytes(text);
  return bytes === undefined ? text : String(bytes);
}

const second = 1_000_000_000;

/** `90s` -> `1m30s`, `0.5s` -> `500ms`. */
export function durationText(value: Plain): string {
  const text = String(value);
  if (text.startsWith('-')) return `-${durationText(text.slice(1))}`;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) return text;
  const nanoseconds = Math.round(milliseconds * 1_000_000);
  if (nanoseconds === 0) return '0s';
  if (nanoseconds < second) return smallDuration(nanoseconds);
  const hours = Math.floor(nanoseconds / (3600 * second));
  const minutes = Math.floor(nanoseconds / (60 * second)) % 60;
  const seconds = `${decimal(nanoseconds % (60 * second), second)}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}

function smallDuration(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${nanoseconds}ns`;
  return nanoseconds < 1_000_000 ? `${decimal(nanoseconds, 1000)}µs` : `${decimal(nanoseconds, 1_000_000)}ms`;
}

/** Exact where a division of floats would not be. */
function decimal(amount: number, unit: number): string {
  const rest = String(amount % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return `${Math.floor(amount / unit)}${rest === '' ? '' : `.${rest}`}`;
}

/** The shortest number that is the same in single precision: 0.3333333333 -> 0.33333334. */
export function singlePrecision(value: number): number {
  const rounded = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(rounded.toPrecision(digits));
    if (Math.fround(short) === rounded) return short;
  }
  return rounded;
}

/** `"440"` and 288 -> `0440`. */
export function modeText(value: Plain): string {
  const mode = typeof value === 'number' ? value : Number.parseInt(String(value), 8);
  return `0${mode.toString(8)}`;
}

export function deviceCount(value: Plain): number {
  return String(value).toLowerCase() === 'all' ? -1 : Number(value);
}

// Small pieces of SVG. Everything that a file or a user named goes through `escapeXml`.
import { printableLine } from '../../../base/text.ts';
import { escapeXml } from '../../review/markup.ts';

export function safe(text: string): string {
  return escapeXml(printableLine(text));
}

const round = (value: number) => String(Number(value.toFixed(1)));

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rect({ x, y, width, height }: Box, className: string, title?: string): string {
  const shape = `<rect x="${round(x)}" y="${round(y)}" width="${round(Math.max(width, 0.5))}" height="${round(height)}" class="${className}"`;
  return title === undefined ? `${shape}/>` : `${shape}><title>${safe(title)}</title></rect>`;
}

export function text(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  className = '',
): string {
  const own = className === '' ? '' : ` class="${className}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${own}>${safe(content)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${className}"/>`;
}

export function path(
  points: readonly (readonly [number, number])[],
  className: string,
  title?: string,
): string {
  const d = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const shape = `<path d="${d}" class="${className}"`;
  return title === undefined ? `${shape}/>` : `${shape}><title>${safe(title)}</title></path>`;
}

export function curve(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  className: string,
): string {
  const bend = Math.max(20, Math.abs(x2 - x1) / 2);
  return `<path d="M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}" class="${className}"/>`;
}

/** A drawing that scrolls sideways on a narrow screen, and can be reached and moved by keyboard. */
export function figure(label: string, width: number, height: number, body: string, caption: string): string {
  return `<figure><div class="scroll" tabindex="0" role="region" aria-label="${safe(label)}">
<svg viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img" aria-label="${safe(`${label}: ${caption}`)}">${body}</svg>
</div><figcaption>${safe(caption)}</figcaption></figure>`;
}

/** Steps of 1, 2 or 5 times a power of ten, at most `most` of them. */
export function ticks(most: number, to: number): readonly number[] {
  if (to <= 0) return [0];
  const raw = to / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= raw) ?? raw;
  const marks: number[] = [];
  for (let mark = 0; mark <= to + step / 1000; mark += step) marks.push(mark);
  return marks;
}

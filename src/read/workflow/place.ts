// From characters of a scalar's content back to the file, for blocks and folded texts too.
import { type Span, span } from '../../base/span.ts';
import type { TextValue } from '../../model/workflow.ts';
import { isScalar, type ScalarStyle, type YamlNode, type YamlScalar } from '../../syntax/yaml.ts';
import type { Place } from '../compose/node/node.ts';
import { placeIn } from '../compose/node/place.ts';

/** Workflows are full of texts, and few are pointed into: how their characters lie is worked out when it is asked for. */
interface TextInFile extends TextValue {
  readonly source: string;
  readonly style: ScalarStyle;
}

export function textValue(source: string, { text, span, style }: YamlScalar): TextValue {
  const value: TextInFile = { value: text, span, source, style, place: placeInFile };
  return value;
}

const known = new WeakMap<TextInFile, Place>();

function placeInFile(this: TextInFile, from: number, to: number): Span {
  const {
    value,
    source,
    span: { file, start, end },
  } = this;
  if (end - start === value.length && source.startsWith(value, start))
    return span(file, start + from, start + to);
  const place = known.get(this) ?? placeOf(this);
  known.set(this, place);
  return place(from, to);
}

/** The scalar under a key as a value; undefined for what is none or empty. */
export function textOf(source: string, node: YamlNode | undefined): TextValue | undefined {
  return isScalar(node) && node.value !== null ? textValue(source, node) : undefined;
}

function placeOf({ value: text, span: where, source, style }: TextInFile): Place {
  const { file, start, end } = where;
  const raw = source.slice(start, end);
  const isBlock = style === 'literal' || style === 'folded';
  if (!isBlock && !(style === 'plain' && raw.includes('\n')))
    return placeIn({ text, span: where, style }, source);
  const offsets = aligned(text, raw, isBlock ? afterHeader(raw) : 0);
  const offset = (at: number) => start + (offsets[Math.min(at, offsets.length - 1)] ?? raw.length);
  // The end is after the last character, not before the next: indentation lies between the two.
  return (from, to) => span(file, offset(from), to > from ? offset(to - 1) + 1 : offset(from));
}

function afterHeader(raw: string): number {
  const line = raw.indexOf('\n');
  return line === -1 ? raw.length : line + 1;
}

/** Text and source hold the same characters in the same order; only blanks between them differ. */
function aligned(text: string, raw: string, start: number): readonly number[] {
  const offsets: number[] = [];
  let at = start;
  for (const char of text.split('')) {
    const isBlank = char === ' ' || char === '\n' || char === '\t';
    if (!isBlank) while (at < raw.length && raw[at] !== char) at += 1;
    offsets.push(Math.min(at, raw.length));
    if (raw[at] === char || (isBlank && /\s/.test(raw.charAt(at)))) at += 1;
  }
  return offsets;
}

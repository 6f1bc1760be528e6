// From characters of a scalar's content back to the file, for blocks and folded texts too.
import { type Span, span } from '../../base/span.ts';
import type { TextValue } from '../../model/workflow.ts';
import type { YamlNode, YamlScalar } from '../../syntax/yaml.ts';
import { isScalar } from '../../syntax/yaml.ts';
import { placeIn } from '../compose/node/place.ts';

export function textValue(source: string, scalar: YamlScalar): TextValue {
  let place: ((start: number, end: number) => Span) | undefined;
  return {
    value: scalar.text,
    span: scalar.span,
    place(start, end) {
      place ??= placeOf(source, scalar);
      return place(start, end);
    },
  };
}

/** The scalar under a key as a value; undefined for what is none or empty. */
export function textOf(source: string, node: YamlNode | undefined): TextValue | undefined {
  return isScalar(node) && node.value !== null ? textValue(source, node) : undefined;
}

function placeOf(source: string, scalar: YamlScalar): (start: number, end: number) => Span {
  const { file, start, end } = scalar.span;
  const raw = source.slice(start, end);
  const isBlock = scalar.style === 'literal' || scalar.style === 'folded';
  if (!isBlock && !(scalar.style === 'plain' && raw.includes('\n'))) return placeIn(scalar, source);
  const offsets = aligned(scalar.text, raw, isBlock ? afterHeader(raw) : 0);
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

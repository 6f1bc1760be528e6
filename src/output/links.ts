// The graph of links, for people by the thing that a link starts at, for programs one by one.
import { groupBy } from '../base/group.ts';
import type { Position, Span } from '../base/span.ts';
import { jsonText, printableLine } from '../base/text.ts';
import type { Link, LinkEnd } from '../model/link.ts';
import { table } from './table.ts';

type PositionOf = (span: Span) => Position;

/** Each thing with what it leads to, how that is known, and the first place that says so. */
export function linksText(links: readonly Link[], positionOf: PositionOf): string {
  const groups = groupBy(links, ({ from }) => from.id);
  const blocks = [...groups.values()].map((group) => {
    const [first] = group;
    const rows = group.map(({ kind, to, how, confidence, spans }) => [
      kind,
      `${to.kind} ${to.name}`,
      confidence === 'certain' ? how : `${how}, ${confidence}`,
      spans[0] === undefined ? '' : placeText(spans[0], positionOf),
    ]);
    const title = first === undefined ? '' : titleOf(first.from, positionOf);
    // Copies of a manifest have variables of one name each.
    const lines = new Set(
      table(
        rows.map((row) => row.map(printableLine)),
        { indent: 2 },
      ),
    );
    return [title, ...lines].map((line) => `${line}\n`).join('');
  });
  return blocks.join('\n');
}

function titleOf({ kind, name, at }: LinkEnd, positionOf: PositionOf): string {
  const isFile = at?.start === 0 && at.end === 0;
  const place = at === undefined || isFile ? '' : `  ${placeText(at, positionOf)}`;
  return printableLine(`${kind} ${name}${place}`);
}

function placeText(span: Span, positionOf: PositionOf): string {
  const { line, column } = positionOf(span);
  return `${span.file}:${line}:${column}`;
}

export function linksJson(links: readonly Link[], positionOf: PositionOf): string {
  const place = (span: Span) => ({ file: span.file, ...positionOf(span) });
  const endOf = ({ kind, name, at, id }: LinkEnd) => ({
    id,
    kind,
    name,
    at: at === undefined ? null : place(at),
  });
  const all = links.map(({ from, kind, to, how, confidence, spans }) => ({
    from: endOf(from),
    kind,
    to: endOf(to),
    how,
    confidence,
    places: spans.map(place),
  }));
  return `${jsonText({ schema: 'seaworthy.links/1', links: all }, 2)}\n`;
}

// What one line says is done, another says is still to do.
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';
import { stems } from './stems.ts';

const doneVerb =
  /\b(establish|implement|configur|defin|complet|automat|validat|document)(?:ed|ation)\b|\bset-?up$/i;
/** Of things that are set up one says that they are configured. */
const setUp = 'configur';

export function doneAndMissing(lines: readonly ProseLine[]): readonly Found[] {
  const done = lines.flatMap((line) => {
    const match = line.kind === 'code' || line.ticked === false ? null : doneVerb.exec(line.text);
    const words = line.text.split(' ').length;
    return match === null || words > 10 || /\b(?:not|no|needs?|to be)\b/i.test(line.text)
      ? []
      : [
          {
            line,
            verb: (match[1] ?? setUp).toLowerCase(),
            subject: without(stems(line.text), match[1] ?? 'setup'),
          },
        ];
  });
  const missing = lines.flatMap((line) => missingIn(line));
  return done.flatMap(({ line, verb, subject }): readonly Found[] => {
    const other = missing.find(
      (one) =>
        one.verb === verb &&
        one.line !== line &&
        [...one.subject].every((stem) => subject.has(stem)) &&
        one.subject.size > 0 &&
        (one.isBox || one.subject.size >= 2),
    );
    return other === undefined
      ? []
      : [
          {
            line: line.line,
            word: 'partly',
            because: `line ${other.line.line} says that it is still to do: ${other.line.text}`,
          },
        ];
  });
}

function missingIn(line: ProseLine) {
  if (line.kind === 'code') return [];
  const asked =
    /^(establish|implement|configure|define|complete|automate|validate|document)s?\b\s*(.*)$/i.exec(
      line.text,
    );
  if (asked !== null && line.kind === 'item')
    return [
      {
        line,
        verb: (asked[1] ?? '').toLowerCase().replace(/e$/, ''),
        subject: stems((asked[2] ?? '').split(/[,;(]| to /)[0] ?? ''),
        isBox: false,
      },
    ];
  const needs =
    /\bneeds?\s+(.*?)\s*\b(establish|implement|configur|defin|complet|validat)(?:ment|ation|ion|ing)\b/i.exec(
      line.text,
    );
  if (needs !== null)
    return [
      {
        line,
        verb: (needs[2] ?? '').toLowerCase(),
        subject: stems(`${needs[1]} ${line.text.slice(0, needs.index).split(' ')[0]}`),
        isBox: false,
      },
    ];
  const open =
    line.ticked === false
      ? /^(.*?)\s+(?:is|are)\s+(establish|implement|configur|defin|complet|validat)ed\b/i.exec(line.text)
      : null;
  return open === null
    ? []
    : [{ line, verb: (open[2] ?? '').toLowerCase(), subject: stems(open[1] ?? ''), isBox: true }];
}

function without(all: ReadonlySet<string>, verb: string): ReadonlySet<string> {
  return new Set([...all].filter((stem) => stem !== verb.toLowerCase().slice(0, 5)));
}

// Statements that do not go together: what one line says is done, another says is missing.

import { count } from '../../base/text.ts';
import { amountsIn, fall, overlap, roundText } from './amounts.ts';
import { changeIn } from './arithmetic.ts';
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';

export function statementClaims(lines: readonly ProseLine[]): readonly Found[] {
  return [
    ...failingTests(lines),
    ...readyDespite(lines),
    ...doneAndMissing(lines),
    ...noneAndSome(lines),
    ...ownAdvice(lines),
    ...gravest(lines),
    ...changesElsewhere(lines),
  ];
}

const readyStatus = /\bproduction[- ]ready\b|\bready for (?:deployment|production)\b|\bfully operational\b/i;

/** `8/12 tests passing` beside `all resolved`. */
function failingTests(lines: readonly ProseLine[]): readonly Found[] {
  const pattern = /\b(\d+)\s?(?:\/|of|out of)\s?(\d+)\s+(?:tests?\s+)?(?:pass\w*|tests?\b[^.]*pass\w*)/i;
  const failing = lines.flatMap((line) => {
    const match = line.kind === 'code' ? null : pattern.exec(line.text);
    const [some, all] = [Number(match?.[1]), Number(match?.[2])];
    return match !== null && some < all ? [{ line, some, all }] : [];
  });
  const [first] = failing;
  if (first === undefined) return [];
  const because = `${first.all - first.some} of ${first.all} tests do not pass (line ${first.line.line})`;
  return lines.flatMap((line): readonly Found[] => {
    if (line.kind === 'code' || line === first.line) return [];
    if (/\ball (?:\w+ )?tests? (?:are )?pass/i.test(line.text))
      return [{ line: line.line, word: 'false', because }];
    const isSweeping =
      /\ball (?:issues )?(?:resolved|fixed)\b/i.test(line.text) ||
      /\ball existing functionality\b/i.test(line.text) ||
      (readyStatus.test(line.text) && isStatus(line));
    return isSweeping ? [{ line: line.line, word: 'partly', because }] : [];
  });
}

function isStatus({ label, kind }: ProseLine): boolean {
  return /status$/i.test(label) || kind === 'heading';
}

/** A status of readiness over boxes that are not ticked, or that waits for something. */
function readyDespite(lines: readonly ProseLine[]): readonly Found[] {
  const open = lines.filter(({ kind, ticked }) => kind === 'box' && ticked === false);
  const pending = lines.find(
    ({ kind, text }) =>
      kind !== 'code' &&
      /\bapproved pending\b|\bpending (?:staging|production|validation|approval)/i.test(text),
  );
  const [first] = open;
  const reasons = [
    ...(first === undefined
      ? []
      : [`${count(open.length, 'box', 'boxes')} not ticked, from line ${first.line}`]),
    ...(pending === undefined ? [] : [`line ${pending.line} still waits: ${pending.text}`]),
  ];
  if (reasons.length === 0) return [];
  return lines.flatMap((line): readonly Found[] => {
    const isClaim = /^status$/i.test(line.label) && readyStatus.test(line.text);
    return isClaim ? [{ line: line.line, word: 'false', because: reasons.join('; ') }] : [];
  });
}

const doneVerb = /\b(establish|implement|configur|defin|complet|automat|validat|document)(?:ed|ation)\b/i;

/** Stems of the words that carry meaning. */
function stems(text: string): ReadonlySet<string> {
  const small =
    /^(?:all|and|the|for|with|are|is|of|in|to|on|a|an|new|some|every|each|that|have|has|needs?|proper|comprehensive|properly)$/;
  return new Set(
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2 && !small.test(word))
      .map((word) => word.slice(0, 5)),
  );
}

function doneAndMissing(lines: readonly ProseLine[]): readonly Found[] {
  const done = lines.flatMap((line) => {
    const match = line.kind === 'code' || line.ticked === false ? null : doneVerb.exec(line.text);
    const words = line.text.split(' ').length;
    return match === null || words > 10 || /\b(?:not|no|needs?|to be)\b/i.test(line.text)
      ? []
      : [{ line, verb: (match[1] ?? '').toLowerCase(), subject: without(stems(line.text), match[1] ?? '') }];
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

/** A heading `No X` over a line that says `basic X`. */
function noneAndSome(lines: readonly ProseLine[]): readonly Found[] {
  return lines.flatMap((heading): readonly Found[] => {
    const match =
      heading.kind === 'heading' ? /^(?:\d+\.\s*)?No ([A-Z][\w/ -]+?)(?:\s*\(|$)/.exec(heading.text) : null;
    if (match === null) return [];
    const subject = stems(match[1] ?? '');
    const some = lines.find(({ kind, text, under, line }) => {
      if (kind === 'code' || line === heading.line || !under.includes(heading.line)) return false;
      const basic = /\b(?:basic|only basic|limited)\s+([\w -]+?)(?:\s+only\b|\s+don|\s+do\b|$)/i.exec(text);
      return basic !== null && [...stems(basic[1] ?? '')].filter((stem) => subject.has(stem)).length >= 2;
    });
    return some === undefined
      ? []
      : [
          {
            line: heading.line,
            word: 'partly',
            because: `line ${some.line} says that there is some: ${some.text}`,
          },
        ];
  });
}

/** Advice against `latest` in a text that goes on to use it. */
function ownAdvice(lines: readonly ProseLine[]): readonly Found[] {
  const advice = lines.find(
    ({ kind, text }) =>
      kind !== 'code' &&
      /\binstead of ['"]?latest\b|\b(?:avoid|never use|do not use|don't use)\b[^.]*\blatest\b/i.test(text),
  );
  if (advice === undefined) return [];
  const used = lines.filter(
    ({ kind, text, line }) => kind === 'code' && line > advice.line && /^\s*image:\s*\S+:latest\b/.test(text),
  );
  const [first] = used;
  return first === undefined
    ? []
    : [
        {
          line: advice.line,
          word: 'partly',
          because: `line ${first.line} does it itself: ${first.text.trim()}`,
        },
      ];
}

/** `Critical issues` of which none is critical. */
function gravest(lines: readonly ProseLine[]): readonly Found[] {
  return lines.flatMap((heading): readonly Found[] => {
    if (heading.kind !== 'heading' || !/\bcritical\b.*\bissues\b/i.test(heading.text)) return [];
    const said = lines
      .filter(({ under, label }) => under.includes(heading.line) && /^severity$/i.test(label))
      .map(({ text }) => text.split(':')[1]?.trim().toLowerCase() ?? '');
    if (said.length === 0 || said.some((word) => word.startsWith('critical'))) return [];
    const amounts = [...new Set(said)].map((word) => `${said.filter((one) => one === word).length} ${word}`);
    return [
      {
        line: heading.line,
        word: 'false',
        because: `of the ${said.length} issues below none is critical: ${amounts.join(', ')}`,
      },
    ];
  });
}

/** `Memory usage: 20-30% reduction` where another line says from how much to how much. */
function changesElsewhere(lines: readonly ProseLine[]): readonly Found[] {
  const changes = lines.flatMap((line) => {
    const change = line.kind === 'code' || line.label === '' ? undefined : changeIn(line.text);
    return change === undefined ? [] : [{ line, change, subject: stems(line.label) }];
  });
  return lines.flatMap((line): readonly Found[] => {
    const shares = line.kind === 'code' ? [] : amountsIn(line.text).filter(({ unit }) => unit === 'percent');
    const [share] = shares;
    if (
      share === undefined ||
      shares.length > 1 ||
      line.label === '' ||
      !/reduc|smaller|less|lower|decreas/i.test(line.text)
    )
      return [];
    const own = stems(line.label);
    const other = changes.find(
      ({ line: at, subject }) =>
        at !== line &&
        [...subject].some((stem) => own.has(stem) && /^(?:memor|cpu|stora|image|disk|netwo)/.test(stem)),
    );
    if (other === undefined) return [];
    const { from, to } = other.change;
    const range = fall(from, to);
    const fits = overlap(range, share);
    return [
      {
        line: line.line,
        word: fits ? 'true' : 'false',
        because: `line ${other.line.line}: from ${from.text} to ${to.text} is ${roundText((range.low + range.high) / 2)} %${fits ? '' : `, not ${share.text}`}`,
      },
    ];
  });
}

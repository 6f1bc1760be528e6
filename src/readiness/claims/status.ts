// A status that says all is well, over tests that fail, boxes that are open and approvals that are pending.
import { count } from '../../base/text.ts';
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';

const readyStatus = /\bproduction[- ]ready\b|\bready for (?:deployment|production)\b|\bfully operational\b/i;

/** `8/12 tests passing` beside `all resolved`. */
export function failingTests(lines: readonly ProseLine[]): readonly Found[] {
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
      // `Production-ready configuration` is a word on the whole, `production-ready code` on a part.
      /^production[- ]ready\b(?! code)/i.test(line.text) ||
      (readyStatus.test(line.text) && isStatus(line));
    return isSweeping ? [{ line: line.line, word: 'partly', because }] : [];
  });
}

function isStatus({ label, kind }: ProseLine): boolean {
  return /status$/i.test(label) || kind === 'heading';
}

/** A status of readiness over boxes that are not ticked, or that waits for something. */
export function readyDespite(lines: readonly ProseLine[]): readonly Found[] {
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
    if (line.kind === 'code') return [];
    const isClaim =
      (/^(?:status|environment)$/i.test(line.label) && readyStatus.test(line.text)) ||
      /\b(?:is|are) ready for (?:deployment to|production)\b/i.test(line.text);
    return isClaim ? [{ line: line.line, word: 'false', because: reasons.join('; ') }] : [];
  });
}

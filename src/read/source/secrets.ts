// Credentials of known providers in the strings of a program.

import { findSecrets } from '../../model/secret-patterns.ts';
import type { Language } from '../../model/source.ts';
import { type SourceScan, spanOf } from './scan.ts';
import { isWhole, type Token } from './token.ts';

/** Every credential has such a run: other strings, nearly all of them, cost no more than this look. */
const run = /[A-Za-z0-9_+=-]{16}/;

/** How far before a string its name is looked for. */
const reach = 512;

/** Asks for the text around a string, since a name before it says what some credentials are. */
export function addSecrets(scan: SourceScan, text: string, language: Language): void {
  for (const token of scan.tokens) {
    if (!isWhole(token) || token.end - token.start < 18 || !run.test(token.text)) continue;
    for (const { form, start, end } of secretsOf(token, text)) {
      if (language === 'javascript' && form.words === googleKey && firebase.test(text)) continue;
      // A token with claims may be one that tests made, or that is given to everyone.
      const isSure = form.name === undefined && !/JSON Web Token/.test(form.words);
      const isCertain = isSure && !text.startsWith('-----BEGIN ENCRYPTED', start);
      scan.facts.push({
        kind: 'secret',
        words: form.words,
        severity: form.severity,
        at: { ...spanOf(scan, token), start, end },
        confidence: isCertain ? 'certain' : 'likely',
      });
    }
  }
}

function secretsOf({ start, end }: Token, text: string) {
  // A bundled program has all of its strings on one line: a name stands nearer than that.
  const from = Math.max(text.lastIndexOf('\n', start) + 1, start - reach);
  return findSecrets(text.slice(from, end))
    .map((found) => ({ ...found, start: from + found.start, end: from + found.end }))
    .filter((found) => found.start > start && found.end < end + 1);
}

// Sent to every browser on purpose: https://firebase.google.com/docs/projects/api-keys
const googleKey = 'a Google API key';
const firebase = /\b(?:authDomain|messagingSenderId)\b/;

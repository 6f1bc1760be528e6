// Differences that are meant: each stands in `docs/compose-differences.md` with the names of its cases.
import { readFileSync } from 'node:fs';

const page = 'docs/compose-differences.md';

/** The names on the lines that begin with `Cases:`, each in backticks. */
export function explainedCases(text: string = readFileSync(page, 'utf8')): ReadonlySet<string> {
  const lines = text.split('\n').filter((line) => line.startsWith('Cases:'));
  return new Set(lines.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')));
}

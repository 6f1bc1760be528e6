// Statements that do not go together.
import { commentAndCode, noneAndSome, ownAdvice } from './advice.ts';
import { changesElsewhere, headlineShares } from './changes.ts';
import type { Found } from './claim.ts';
import { doneAndMissing } from './done.ts';
import { againstGrades, gravest } from './grades.ts';
import type { ProseLine } from './prose.ts';
import { failingTests, readyDespite } from './status.ts';

export function statementClaims(lines: readonly ProseLine[]): readonly Found[] {
  return [
    ...failingTests(lines),
    ...readyDespite(lines),
    ...doneAndMissing(lines),
    ...noneAndSome(lines),
    ...ownAdvice(lines),
    ...commentAndCode(lines),
    ...gravest(lines),
    ...againstGrades(lines),
    ...changesElsewhere(lines),
    ...headlineShares(lines),
  ];
}

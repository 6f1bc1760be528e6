// Switches in environment values, turned to the other side.
import type { Located } from '../../base/span.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { EnvEntry } from '../../model/service.ts';
import { isBrought, renamedAt, reviewFix } from './yaml-fix.ts';

const opposites: readonly (readonly [string, string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['on', 'off'],
  ['1', '0'],
];

/** The words of a production where frameworks know one for development. */
const production: ReadonlyMap<string, string> = new Map([
  ['development', 'production'],
  ['dev', 'prod'],
  ['local', 'production'],
]);

/** The other value of a switch, in the same case; none where the value came from elsewhere. */
export function switched(project: Project, { from }: EnvEntry, value: Located<string>): Pick<Problem, 'fix'> {
  const other = otherSide(value.value);
  // A file of variables may be meant for developers too.
  if (other === undefined || from !== 'environment' || isBrought(value)) return {};
  return reviewFix(`Set it to ${other}`, renamedAt(project, value.span, value.value, other));
}

/** The word for the other side of a switch. */
export function otherSide(value: string): string | undefined {
  const word = value.toLowerCase();
  const pair = opposites.find((words) => words.includes(word));
  const other = pair === undefined ? production.get(word) : pair[0] === word ? pair[1] : pair[0];
  if (other === undefined || value === word) return other;
  if (value === word.toUpperCase()) return other.toUpperCase();
  return other.charAt(0).toUpperCase() + other.slice(1);
}

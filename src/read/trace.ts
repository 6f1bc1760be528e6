// Whether the disk still says what it said when a project was read.
import { digestNow, type Question } from './disk.ts';
import { trackedDigest } from './git-index.ts';

export interface Answer extends Question {
  readonly digest: string;
}

/** True when every question has the answer it had. In the order of the reading: what is likely to differ comes early. */
export function holds(answers: Iterable<Answer>): boolean {
  for (const answer of answers) {
    const now = answer.ask === 'tracked' ? trackedDigest(answer.path) : digestNow(answer);
    if (now !== answer.digest) return false;
  }
  return true;
}

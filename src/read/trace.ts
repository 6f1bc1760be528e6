// Whether the disk still says what it said when a project was read.
import { digestNow, type Question, type Trace } from './disk.ts';
import { trackedDigest } from './git-index.ts';

export interface Answer extends Question {
  readonly digest: string;
}

/** All that was asked, by kind of question. */
export function* answersOf(trace: Trace): Generator<Answer> {
  for (const [kind, answers] of trace.answers) {
    const [ask = '', limit] = kind.split(' ');
    for (const [path, digest] of answers) yield { ask, path, limit: Number(limit), digest };
  }
}

/** True when every question has the answer it had. */
export function holds(answers: Iterable<Answer>): boolean {
  for (const answer of answers) {
    const now = answer.ask === 'tracked' ? trackedDigest(answer.path) : digestNow(answer);
    if (now !== answer.digest) return false;
  }
  return true;
}

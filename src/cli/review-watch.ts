// `review --watch`: once more after each change, and what has come and gone since the last time.
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { count, printable, printableLine } from '../base/text.ts';
import { reviewText } from '../output/review/text.ts';
import { endTrace, startTrace } from '../read/disk.ts';
import { type Answer, answersOf, holds } from '../read/trace.ts';
import { grouped } from '../review/group.ts';
import { positionsIn } from '../review/positions.ts';
import type { ReviewResult } from '../review/result.ts';
import { comeSince } from '../review/since.ts';
import { catchStop, type Stop } from './stop.ts';
import type { VerbContext } from './verb.ts';
import { watchFolders } from './watch-folders.ts';

/** Editors write a file in several steps, and git many files at once. */
const settleMs = 100;
/** How often the disk is asked where no watch tells, at least. */
const pollMs = 1000;
/** The same beside watches, which may miss something: network folders, containers. */
const safetyMs = 5000;
/** Asking may take this share of the time at most. */
const share = 20;

export interface Watched {
  /** One review, and where it says its paths from. */
  readonly review: () => Promise<ReviewResult>;
  readonly folder: string;
}

export async function watchReview(context: VerbContext, { review, folder }: Watched): Promise<ExitCode> {
  const stop = catchStop();
  const state: Changes = { changed: new Set(), wake: () => {} };
  const watcher = watchFolders((path) => {
    state.changed.add(path);
    state.wake();
  });
  try {
    let last: ReviewResult | undefined;
    for (let round = 1; stop.code() === undefined; round++) {
      const { result, error, answers } = await traced(review);
      watcher.follow(answers);
      show(context, { round, folder, changed: [...state.changed], result, error, last });
      state.changed.clear();
      last = result ?? last;
      await changeOf(context, { answers, stop, state, isWatched: () => watcher.isWhole() });
    }
    return stop.code() ?? exitCodes.ok;
  } finally {
    watcher.close();
    stop.close();
  }
}

interface Round {
  readonly result: ReviewResult | undefined;
  readonly error: SeaworthyError | undefined;
  readonly answers: readonly Answer[];
}

/** What is wrong for now (no deployment file left) may be mended by the next change. */
async function traced(review: () => Promise<ReviewResult>): Promise<Round> {
  const trace = startTrace();
  try {
    const result = await review();
    return { result, error: undefined, answers: [...answersOf(trace)] };
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code === 'USAGE') throw error;
    return { result: undefined, error, answers: [...answersOf(trace)] };
  } finally {
    endTrace();
  }
}

interface Changes {
  readonly changed: Set<string>;
  wake: () => void;
}

interface Waiting {
  readonly answers: readonly Answer[];
  readonly stop: Stop;
  readonly state: Changes;
  readonly isWatched: () => boolean;
}

/** Comes back when something that the review rests on is different, or a signal has come. */
async function changeOf({ clock }: VerbContext, { answers, stop, state, isWatched }: Waiting): Promise<void> {
  let took = 0;
  while (stop.code() === undefined) {
    const start = clock.monotonicMs();
    // First of all: something may have changed while it was read.
    if (!holds(answers)) {
      // The watch may tell of it only now.
      if (state.changed.size === 0) await clock.sleep(settleMs, stop.signal);
      break;
    }
    took = clock.monotonicMs() - start;
    state.changed.clear();
    const waiting = new AbortController();
    state.wake = () => waiting.abort();
    const least = isWatched() ? safetyMs : pollMs;
    await clock.sleep(Math.max(least, took * share), AbortSignal.any([waiting.signal, stop.signal]));
    state.wake = () => {};
    if (state.changed.size > 0) await clock.sleep(settleMs, stop.signal);
  }
}

interface Shown extends Omit<Round, 'answers'> {
  readonly round: number;
  readonly folder: string;
  readonly changed: readonly string[];
  readonly last: ReviewResult | undefined;
}

function show(context: VerbContext, { round, folder, changed, result, error, last }: Shown): void {
  const { stdout, paint, stderr } = context.terminal;
  const time = context.clock.now().toISOString().slice(11, 19);
  const names = changed.slice(0, 3).map((path) => printableLine(path.slice(path.lastIndexOf('/') + 1)));
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  const why = names.length === 0 ? '' : `  ${[...new Set(names)].join(', ')}${more} changed`;
  // Where nobody scrolls back (a log, a pipe) only the header tells the rounds apart.
  const clear = stdout.isTty ? '\u001b[2J\u001b[3J\u001b[H' : '';
  stdout.write(`${clear}${paint.bold(`review ${round}`)}  ${time} UTC${why}\n\n`);
  if (error !== undefined) stderr.write(`error: ${printable(error.message)}\n`);
  if (result === undefined) return;
  const verbose = context.flags.is('verbose');
  if (last === undefined || stdout.isTty)
    stdout.write(reviewText(grouped(result), { paint, verbose, folder }));
  if (last === undefined) return;
  const come = comeSince(result, last).filter(({ waived }) => waived === undefined);
  const gone = comeSince(last, result).filter(({ waived }) => waived === undefined);
  const head = `since review ${round - 1}: ${count(come.length, 'finding')} came, ${gone.length} went\n`;
  stdout.write(`${stdout.isTty ? '\n' : ''}${paint.bold(head)}`);
  const positions = positionsIn(last.texts);
  for (const { at, severity, message, rule } of gone) {
    const { line, column } = positions.start(at);
    const place = `${at.file}:${line}:${column}`;
    stdout.write(`${paint.green('gone')}  ${printableLine(`${place}  ${severity}  ${message}  ${rule}`)}\n`);
  }
  if (!stdout.isTty) stdout.write(reviewText(partOf(result, come), { paint, verbose, folder }));
  else
    for (const { at, message } of come)
      stdout.write(`${paint.red('new')}   ${printableLine(`${at.file}  ${message}`)}\n`);
}

/** The counts stay those of the whole. */
function partOf(result: ReviewResult, findings: ReviewResult['findings']): ReviewResult {
  const { risk, summary } = grouped(result);
  return { ...grouped({ ...result, findings }), risk, summary };
}

// `fix --pick`: each fix is shown and asked for, with the letters of `git add -p`.
import { createInterface } from 'node:readline';
import { printableLine } from '../base/text.ts';
import { type Finding, fixOf } from '../model/finding.ts';
import { diffText } from '../output/fix/text.ts';
import { paintSeverity } from '../output/paint.ts';
import { pathFrom } from '../output/review/format.ts';
import { applyFixes } from '../review/fix.ts';
import type { RepairOptions } from '../review/repair.ts';
import { pathFromHere } from './review-output.ts';
import type { VerbContext } from './verb.ts';

const help = `y  apply this fix
n  leave it
a  apply this and all that follow
q  leave this and all that follow, apply those chosen before
?  this text
`;

type Texts = Parameters<NonNullable<RepairOptions['choose']>>[1];

export interface Picking {
  readonly choose: NonNullable<RepairOptions['choose']>;
  /** The terminal is let go. */
  close(): void;
}

/** Asks in each round for what it offers; `a` and `q` hold to the end. */
export function picking(context: VerbContext, root: string): Picking {
  const lines = linesOfTerminal();
  let all: boolean | undefined;
  return {
    close: lines.close,
    async choose(offered, texts) {
      const chosen: Finding[] = [];
      for (const [index, finding] of offered.entries()) {
        if (all === undefined) {
          show(context, root, finding, texts);
          const question = `Apply this fix (${index + 1}/${offered.length}) [y,n,a,q,?]? `;
          const answer = await answerTo(context, question, lines);
          if (answer === 'a' || answer === 'q') all = answer === 'a';
          else if (answer === 'y') chosen.push(finding);
        }
        if (all === true) chosen.push(finding);
      }
      return chosen;
    },
  };
}

/** On the stream that is not the result. */
function show(context: VerbContext, root: string, finding: Finding, texts: Texts): void {
  const { stderr, paintErr } = context.terminal;
  const { severity, message, rule } = finding;
  const fix = fixOf(finding);
  const kind = fix?.kind === 'review' ? ' (changes what runs)' : '';
  stderr.write(`\n${paintSeverity(severity, paintErr)}  ${printableLine(message)}  ${paintErr.dim(rule)}\n`);
  stderr.write(`${paintErr.green('fix')}  ${printableLine(fix?.title ?? '')}${kind}\n`);
  const { changed } = applyFixes([finding], texts, { includeReview: true });
  for (const [file, after] of changed) {
    const name = pathFrom(pathFromHere(context, root), file);
    stderr.write(diffText(name, texts.get(file)?.text ?? '', after, paintErr, true));
  }
}

async function answerTo({ terminal }: VerbContext, question: string, lines: Lines): Promise<string> {
  for (;;) {
    terminal.stderr.write(terminal.paintErr.bold(question));
    const line = await lines.next();
    // The terminal has gone, or its user is done.
    if (line === undefined) return 'q';
    const [letter = ''] = line.trim().toLowerCase();
    if (['y', 'n', 'a', 'q'].includes(letter)) return letter;
    terminal.stderr.write(help);
  }
}

interface Lines {
  /** Undefined at the end of the input. */
  next(): Promise<string | undefined>;
  close(): void;
}

/** Several lines may come at once. The terminal itself shows what is typed, and Ctrl-C ends us as ever. */
function linesOfTerminal(): Lines {
  const reader = createInterface({ input: process.stdin, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    close: () => reader.close(),
  };
}

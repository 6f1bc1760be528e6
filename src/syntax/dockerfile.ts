// The one door to Dockerfiles: text in, positioned tree out. The rules are those of BuildKit's parser.
import { type Span, span } from '../base/span.ts';
import { argumentProblems } from './dockerfile/arguments.ts';
import { readDirectives } from './dockerfile/directives.ts';
import { readHeredocs } from './dockerfile/heredoc.ts';
import { readInstruction } from './dockerfile/instruction.ts';
import { commentOf, type Escape, type Line, linesOf, logicalLine } from './dockerfile/lines.ts';
import type { DockerfileTree, Instruction } from './dockerfile/tree.ts';
import type { Comment, SyntaxProblem } from './problem.ts';

export { spanOf as spanInPieces } from './dockerfile/joined.ts';
export * from './dockerfile/tree.ts';
export { type Expansion, expandVariables, expandWord } from './dockerfile/variables.ts';

const maxDockerfileBytes = 1024 * 1024;

/** Reads a Dockerfile. Never throws: what is wrong is in `problems`, what is readable in the tree. */
export function readDockerfile(file: string, text: string): DockerfileTree {
  const refused = findUnreadable(file, text);
  if (refused !== undefined) return { directives: [], instructions: [], comments: [], problems: [refused] };
  const lines = linesOf(text);
  const head = readDirectives(file, text, lines);
  const instructions: Instruction[] = [];
  const comments: Comment[] = [];
  const problems: SyntaxProblem[] = [...head.problems];
  const state: Reading = { file, text, lines, escapeChar: head.escapeChar, instructions, comments, problems };
  for (let index = head.next; index < lines.length; ) index = readLine(state, index);
  const template = templateProblem(instructions);
  if (template !== undefined)
    return { directives: head.directives, instructions: [], comments, problems: [template] };
  if (isOfDocker(head.directives))
    for (const instruction of instructions) problems.push(...argumentProblems(instruction));
  problems.push(...orderProblems(file, text, instructions));
  return { directives: head.directives, instructions, comments, problems };
}

/** A template engine's words stand where instructions should: what it makes of them is a Dockerfile, this is none. */
function templateProblem(instructions: readonly Instruction[]): SyntaxProblem | undefined {
  const found = instructions.find(
    ({ keyword, args }) =>
      /^(?:\{[%{#]|<%|%%\w+%%|@@\w+@@)/.test(keyword) ||
      (keyword === 'FROM' && args.some(({ raw }) => /\{\{|<%|%%\w+%%/.test(raw))),
  );
  return found === undefined
    ? undefined
    : {
        code: 'dockerfile-template',
        message: 'The file is a template, not a Dockerfile',
        span: found.keywordSpan,
        hint: 'Review the Dockerfile that is made of it.',
      };
}

/** Another frontend (`# syntax=…`) may have flags and forms of its own. */
function isOfDocker(directives: DockerfileTree['directives']): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax');
  return (
    syntax === undefined || /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax.value)
  );
}

interface Reading {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly Line[];
  readonly escapeChar: Escape;
  readonly instructions: Instruction[];
  readonly comments: Comment[];
  readonly problems: SyntaxProblem[];
}

/** Reads what begins at `lines[index]` and returns the index of the line after it. */
function readLine(state: Reading, index: number): number {
  const { file, text, lines, escapeChar, comments, problems } = state;
  const line = lines[index];
  if (line === undefined) return index + 1;
  const comment = commentOf(file, text, line);
  if (comment !== undefined) comments.push(comment);
  if (comment !== undefined || text.slice(line.start, line.end).trim() === '') return index + 1;
  const { joined, next } = logicalLine(file, text, lines, index, escapeChar, comments);
  if (joined.text.trim() === '') return next;
  const read = readInstruction(joined, 0, escapeChar);
  for (const problem of read.problems) problems.push(withHeredocHint(problem, state.instructions.at(-1)));
  const holder = innermost(read.instruction);
  if (!/^(?:RUN|COPY|ADD)$/.test(holder.keyword) || holder.form === 'exec') {
    state.instructions.push(read.instruction);
    return next;
  }
  const bodies = readHeredocs(text, lines, next, joined, read.argsAt, escapeChar);
  for (const problem of bodies.problems) problems.push(problem);
  state.instructions.push(
    bodies.end === undefined ? read.instruction : withHeredocs(read.instruction, bodies.heredocs, bodies.end),
  );
  return bodies.next;
}

/** To BuildKit `<< EOF` is no here-document, and what follows are instructions. */
function withHeredocHint(problem: SyntaxProblem, before: Instruction | undefined): SyntaxProblem {
  const split = /<<-?[ \t]+['"]?[A-Za-z_]\w*['"]?(?:\s|$)/.exec(before?.raw.value ?? '')?.[0].trim();
  if (split === undefined || problem.code !== 'dockerfile-instruction-unknown') return problem;
  const hint = `Write ${split.replace(/[ \t]+/, '')} in the instruction before: BuildKit takes no space there.`;
  const { replacement: _, ...rest } = problem;
  return { ...rest, hint };
}

function innermost(instruction: Instruction): Instruction {
  return instruction.trigger === undefined ? instruction : innermost(instruction.trigger);
}

function withHeredocs(instruction: Instruction, heredocs: Instruction['heredocs'], end: number): Instruction {
  const { trigger } = instruction;
  const inner = trigger === undefined ? {} : { trigger: withHeredocs(trigger, heredocs, end) };
  return { ...instruction, ...inner, heredocs, span: { ...instruction.span, end } };
}

function findUnreadable(file: string, text: string): SyntaxProblem | undefined {
  if (text.length > maxDockerfileBytes) {
    return {
      code: 'dockerfile-too-large',
      message: 'The file is larger than 1 MiB',
      span: firstOf(file, text),
      hint: 'Leave the file out of the review if it is not a Dockerfile.',
    };
  }
  const nul = text.indexOf('\u0000');
  const isUtf16 = /^(?:\ufffd\ufffd|\ufffe)/.test(text);
  if (nul === -1 && !isUtf16) return undefined;
  return {
    code: isUtf16 ? 'dockerfile-encoding' : 'dockerfile-binary',
    message: isUtf16 ? 'The file is encoded as UTF-16' : 'The file holds binary content, not a Dockerfile',
    span: isUtf16 ? firstOf(file, text) : span(file, nul, nul + 1),
    hint: isUtf16 ? 'Save the file as UTF-8.' : 'Check that this is the file that was meant.',
  };
}

function firstOf(file: string, text: string): Span {
  return span(file, 0, Math.min(1, text.length));
}

function orderProblems(
  file: string,
  text: string,
  instructions: readonly Instruction[],
): readonly SyntaxProblem[] {
  const [first] = instructions;
  if (first === undefined) {
    return [
      {
        code: 'dockerfile-empty',
        message: 'The file has no instructions',
        span: firstOf(file, text),
        hint: 'Begin with FROM and the base image.',
      },
    ];
  }
  const from = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  if (from === -1) {
    return [
      {
        code: 'dockerfile-from-missing',
        message: 'The file has no FROM',
        span: first.keywordSpan,
        hint: 'Begin with FROM and the base image.',
      },
    ];
  }
  const early = instructions.slice(0, from).find(({ keyword }) => keyword !== 'ARG');
  if (early === undefined) return [];
  return [
    {
      code: 'dockerfile-before-from',
      message: `${early.keyword} stands before the first FROM`,
      span: early.keywordSpan,
      hint: 'Move it below FROM; only ARG may stand above.',
    },
  ];
}

// A Dockerfile's text as stages, each with what it fixes for its containers.
import { keptList, keptMap } from '../../base/kept.ts';
import { type Located, located } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { type DockerfileTree, type Instruction, readDockerfile } from '../../syntax/dockerfile.ts';
import { applyInstruction, factsOf, newImageState } from './image-state.ts';
import { expandIn, platformArgs } from './scope.ts';

/** Reads a Dockerfile. Never throws; build arguments count with their defaults. */
export function dockerfileOf(file: string, text: string): Dockerfile {
  return dockerfileOfTree(file, text, readDockerfile(file, text));
}

export function dockerfileOfTree(file: string, text: string, tree: DockerfileTree): Dockerfile {
  const problems: ReadProblem[] = [...tree.problems];
  const [tooLong] = tree.instructions.slice(maximumInstructions);
  if (tooLong !== undefined) problems.push(tooMany(tooLong, maximumInstructions, 'instructions'));
  const read = tree.instructions.slice(0, maximumInstructions);
  const firstFrom = read.findIndex(({ keyword }) => keyword === 'FROM');
  const head = read.slice(0, firstFrom === -1 ? read.length : firstFrom);
  const globals = readGlobals(head);
  const stages: Stage[] = [];
  const all: DockerInstruction[] = head.map((instruction) => modelOf(instruction, undefined));
  const parts = stagesOf(read.slice(head.length));
  const extra = parts[maximumStages]?.[0];
  if (extra !== undefined) problems.push(tooMany(extra, maximumStages, 'stages'));
  for (const instructions of parts.slice(0, maximumStages)) {
    const stage = readStage(text, instructions, stages, globals.values, problems);
    if (stage === undefined) continue;
    stages.push(stage);
    for (const instruction of stage.instructions) all.push(instruction);
  }
  return {
    file,
    stages: keptList(stages),
    args: keptMap(globals.args),
    instructions: keptList(all),
    problems,
  };
}

/** Each stage may hold all that the one before it holds: without a limit odd input would cost the square of its size. */
const maximumStages = 500;

/** Many rules look from an instruction at those above it; hand-written files have less than a hundred. */
const maximumInstructions = 2000;

function tooMany({ span }: Instruction, limit: number, what: string): ReadProblem {
  const message = `the Dockerfile has more than ${limit} ${what}; those from here on are not read`;
  return { code: 'too-large', message, span, hint: 'Split it into several Dockerfiles.' };
}

/** The instructions of each stage, its FROM first. */
function stagesOf(instructions: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

function readGlobals(head: readonly Instruction[]) {
  const args = new Map<string, Located<string | undefined>>();
  const values = new Map<string, string | undefined>(platformArgs);
  for (const { keyword, pairs } of head) {
    if (keyword !== 'ARG') continue;
    for (const { name, value } of pairs ?? []) {
      const expanded =
        value === undefined ? undefined : expandIn((other) => values.get(other), value.value).text;
      args.set(name.value, located(expanded, value?.span ?? name.span));
      values.set(name.value, expanded ?? values.get(name.value));
    }
  }
  return { args, values };
}

function readStage(
  text: string,
  instructions: readonly Instruction[],
  earlier: readonly Stage[],
  globals: ReadonlyMap<string, string | undefined>,
  problems: ReadProblem[],
): Stage | undefined {
  const [from] = instructions;
  const word = from?.args[0];
  if (from === undefined || word === undefined) return undefined;
  const index = earlier.length;
  const expansion = expandIn((name) => globals.get(name), word.text);
  const isKnown = expansion.undefinedNames.length === 0 && expansion.text !== '';
  const baseResolved = isKnown ? expansion.text : undefined;
  const baseStage = earlier.findLast(
    ({ name }) => name !== undefined && name === baseResolved?.toLowerCase(),
  );
  const root = baseStage === undefined ? baseResolved : baseStage.image.rootImage;
  const state = newImageState(text, globals, problems, baseStage?.image, root);
  for (const instruction of instructions) applyInstruction(state, instruction);
  const last = instructions.at(-1) ?? from;
  return {
    index,
    name: nameOf(from),
    span: { ...from.span, end: last.span.end },
    base: located(word.text, word.span),
    baseResolved,
    baseStage: baseStage?.index,
    platform: platformOf(from),
    instructions: instructions.map((instruction) => modelOf(instruction, index)),
    image: factsOf(state),
  };
}

/** `FROM base AS name`. */
function nameOf(from: Instruction): string | undefined {
  return from.args[1]?.text.toLowerCase() === 'as' ? from.args[2]?.text.toLowerCase() : undefined;
}

function platformOf(from: Instruction) {
  const flag = from.flags.find(({ name }) => name === 'platform');
  return flag?.value === undefined ? undefined : located(flag.value, flag.valueSpan ?? flag.span);
}

function modelOf(instruction: Instruction, stage: number | undefined): DockerInstruction {
  const { keyword, keywordSpan, span, flags, args, form, raw, pieces, pairs, heredocs, trigger } =
    instruction;
  const model: DockerInstruction = {
    keyword,
    keywordSpan,
    span,
    flags: keptList(flags.map((flag) => ({ name: flag.name, value: flag.value, span: flag.span }))),
    args: keptList(args.map((word) => located(word.text, word.span))),
    form,
    raw,
    pieces,
    pairs: keptList(pairs ?? []),
    heredocs: keptList(
      heredocs.map((heredoc) => ({
        name: heredoc.name,
        content: heredoc.content,
        pieces: heredoc.pieces,
      })),
    ),
    stage,
  };
  return trigger === undefined || keyword !== 'ONBUILD'
    ? model
    : { ...model, trigger: modelOf(trigger, stage) };
}

// What BuildKit asks of an instruction's flags and arguments once the line is parsed (its `instructions/parse.go`).
import { nearest } from '../../base/text.ts';
import type { SyntaxProblem } from '../problem.ts';
import { arrayHint } from './exec-form.ts';
import type { Instruction } from './tree.ts';

const flagsOf: Readonly<Record<string, readonly string[]>> = {
  ADD: ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'unpack', 'exclude'],
  COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude'],
  FROM: ['platform'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
  RUN: ['mount', 'network', 'security', 'device'],
};

/** Problems of one instruction and of the instruction inside it. */
export function argumentProblems(instruction: Instruction): readonly SyntaxProblem[] {
  const { keyword, trigger } = instruction;
  const problems = flagProblems(instruction);
  const [what, hint] = argumentFault(instruction) ?? [];
  if (what !== undefined && hint !== undefined) {
    problems.push({ code: 'dockerfile-arguments', message: what, span: instruction.span, hint });
  }
  // The CMD of a health check is no instruction of its own: its words are the command's.
  if (trigger !== undefined && keyword === 'ONBUILD') problems.push(...argumentProblems(trigger));
  return problems;
}

function flagProblems({ keyword, flags }: Instruction): SyntaxProblem[] {
  const known = Object.hasOwn(flagsOf, keyword) ? flagsOf[keyword] : undefined;
  if (known === undefined) return [];
  return flags
    .filter(({ name }) => !known.includes(name))
    .map(({ name, value, span }) => {
      const guess = nearest(name, known);
      // A value with quotes or escapes is not the text that stands there.
      const isPlain = /^[\w./:,=@-]*$/.test(value ?? '');
      return {
        code: 'dockerfile-flag-unknown',
        message: `${keyword} has no flag --${name}`,
        span,
        hint:
          guess === undefined
            ? `${keyword} takes ${known.map((flag) => `--${flag}`).join(', ')}.`
            : `Did you mean --${guess}?`,
        ...(guess !== undefined && isPlain
          ? { replacement: `--${guess}${value === undefined ? '' : `=${value}`}` }
          : {}),
      };
    });
}

type Fault = readonly [message: string, hint: string];

function argumentFault(instruction: Instruction): Fault | undefined {
  switch (instruction.keyword) {
    case 'FROM':
      return fromFault(instruction);
    case 'ADD':
    case 'COPY':
      return copyFault(instruction);
    case 'HEALTHCHECK':
      return healthcheckFault(instruction);
    case 'ONBUILD':
      return onbuildFault(instruction);
    case 'SHELL':
      return instruction.form === 'exec' || instruction.args.length === 0
        ? undefined
        : ['SHELL is not followed by a JSON array', shellHint(instruction.raw.value.trim())];
    default:
      return undefined;
  }
}

function shellHint(text: string): string {
  return text.startsWith('[') ? arrayHint(text) : 'Write `SHELL ["/bin/sh", "-c"]`.';
}

function fromFault({ args }: Instruction): Fault | undefined {
  const [, as, name] = args;
  if (args.length < 2) return undefined;
  if (args.length === 2 && as?.text.toLowerCase() === 'as')
    return ['FROM ends with AS and names no stage', 'Write the name of the stage after AS, or remove AS.'];
  if (args.length !== 3 || as?.text.toLowerCase() !== 'as')
    return ['FROM is followed by more than an image', 'Write `FROM image` or `FROM image AS name`.'];
  return name === undefined || /^[a-z][a-z0-9-_.]*$/i.test(name.text)
    ? undefined
    : [
        `"${name.text}" cannot be the name of a stage`,
        'Begin with a letter; letters, digits, "-", "_" and "." may follow.',
      ];
}

/** A here-document is a source too. */
function copyFault({ keyword, args }: Instruction): Fault | undefined {
  if (args.length !== 1) return undefined;
  return [
    `${keyword} has one argument, so there is nothing to say where the files go`,
    `Write \`${keyword} source target\`.`,
  ];
}

function healthcheckFault({ args, trigger }: Instruction): Fault | undefined {
  const [kind] = args;
  if (trigger !== undefined || kind === undefined) return undefined;
  if (kind.text.toUpperCase() !== 'NONE')
    return [
      `HEALTHCHECK is followed by "${kind.text}", not by CMD or NONE`,
      'Write `HEALTHCHECK CMD command`.',
    ];
  return args.length === 1 ? undefined : ['HEALTHCHECK NONE is followed by more words', 'Remove the words.'];
}

function onbuildFault({ trigger }: Instruction): Fault | undefined {
  if (trigger === undefined || !/^(?:ONBUILD|FROM|MAINTAINER)$/.test(trigger.keyword)) return undefined;
  return [
    `ONBUILD cannot hold ${trigger.keyword}`,
    'Put the instruction into the Dockerfile that builds on this image.',
  ];
}

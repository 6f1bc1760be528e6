// Which variables a place of a Dockerfile knows.
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { expandVariables } from '../../syntax/dockerfile.ts';
import { chainOf } from './build.ts';

/** Arguments that the builder itself gives, once declared: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
export const platformNames: ReadonlySet<string> = new Set(
  'TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT TARGETOSVERSION BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT'.split(
    ' ',
  ),
);

/** Arguments that need no ARG: https://docs.docker.com/reference/dockerfile/#predefined-args */
export const predefinedNames: ReadonlySet<string> = new Set(
  'HTTP_PROXY http_proxy HTTPS_PROXY https_proxy FTP_PROXY ftp_proxy NO_PROXY no_proxy ALL_PROXY all_proxy SOURCE_DATE_EPOCH'.split(
    ' ',
  ),
);

/** Names that ARG or ENV sets before the instruction, in its stage or one that it stands on. */
export function knownVariables(dockerfile: Dockerfile, instruction: DockerInstruction): ReadonlySet<string> {
  const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  const names = new Set(predefinedNames);
  for (const [index, each] of chainOf(dockerfile, stage).entries()) {
    for (const { keyword, pairs, span } of each.instructions) {
      if (index === 0 && span.start >= instruction.span.start) break;
      // A stage that stands on another one has its arguments as well (docs.docker.com/build/building/variables).
      if (keyword !== 'ENV' && keyword !== 'ARG') continue;
      for (const { name } of pairs) names.add(name.value);
    }
  }
  return names;
}

/** The text with what ARG and ENV above the instruction give; undefined where one of its variables has no value. */
export function valueAt(
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
  text: string,
): string | undefined {
  if (!text.includes('$')) return text;
  const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  const above = chainOf(dockerfile, stage)
    .toReversed()
    .flatMap(({ instructions }) => instructions)
    .filter(({ span }) => span.start < instruction.span.start);
  const values = new Map<string, string | undefined>();
  const expanded = (written: string) => {
    const { text, undefinedNames, problem } = expandVariables(written, (name) => values.get(name));
    return problem === undefined && undefinedNames.length === 0 ? text : undefined;
  };
  // ENV wins, wherever it stands.
  for (const keyword of ['ARG', 'ENV'])
    for (const { name, value } of above
      .filter((one) => one.keyword === keyword)
      .flatMap((one) => one.pairs)) {
      const written = value ?? (keyword === 'ARG' ? dockerfile.args.get(name.value) : undefined);
      values.set(name.value, written?.value === undefined ? undefined : expanded(written.value));
    }
  return expanded(text);
}

/** Names that ARG or ENV of the stage sets anywhere. */
export function declaredIn(stage: Stage | undefined): ReadonlySet<string> {
  const own = stage?.instructions.filter(({ keyword }) => keyword === 'ARG' || keyword === 'ENV') ?? [];
  return new Set(own.flatMap(({ pairs }) => pairs.map(({ name }) => name.value)));
}

/** True when a shell text gives the variable a value itself: assignment, loop, read, or a file that is sourced. */
export function setInShell(text: string, name: string): boolean {
  const patterns = [
    `(?:^|[^\\w$])${name}\\+?=`,
    `\\bfor\\s+${name}\\b`,
    `\\bread\\b[^;&|]*\\b${name}\\b`,
    `\\bgetopts\\b[^;&|]*\\b${name}\\b`,
  ];
  return (
    patterns.some((pattern) => new RegExp(pattern).test(text)) ||
    /(?:^|[\s;&(])(?:\.|source|eval)\s/.test(text)
  );
}

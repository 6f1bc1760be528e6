import type { Span } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { expandVariables } from '../../syntax/dockerfile.ts';
import { offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineAbove } from '../shared/dockerfile-edits.ts';
import { parseImage } from '../shared/image.ts';
import { isPlainBase } from '../shared/image-families.ts';
import { runText, stageName } from '../shared/installs.ts';
import { writtenAt } from '../shared/source-text.ts';
import { declaredIn, knownVariables, platformNames, setInShell } from '../shared/variables.ts';

/** Instructions in whose words docker itself replaces variables. */
const replaced = /^(?:ADD|COPY|ENV|EXPOSE|LABEL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/;

export default defineRule({
  id: 'variable-undeclared',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['buildkit:UndefinedVar'],
  title: 'A variable is used where it has no value',
  why: 'The text is empty there: files land in the wrong folder, and downloads ask for a version that is none.',
  fix: 'Declare it with ARG in the same stage, above its use; an ARG above FROM holds for FROM only.',
  references: [
    'https://docs.docker.com/reference/build-checks/undefined-var/',
    'https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact',
  ],
  joins: 'file',
  on: 'instruction',
  *check(instruction, { project, dockerfile, stage }) {
    if (stage === undefined || instruction.keyword === 'FROM') return;
    const isRun = instruction.keyword === 'RUN' && instruction.form === 'shell';
    if (!isRun && !replaced.test(instruction.keyword)) return;
    const text = isRun ? runText(instruction) : writtenAt(project, instruction.span);
    if (!text.includes('$')) return;
    const own = new Set(instruction.pairs.map((pair) => pair.name.value));
    for (const name of unsetNames(text, dockerfile, instruction)) {
      // `ENV X=$X:more` adds to what the base image has.
      if (own.has(name)) continue;
      const reason = reasonOf(name, dockerfile, instruction);
      if (reason === undefined || (isRun && (reason.isGuess || setInShell(text, name)))) continue;
      yield {
        at: useOf(name, project, instruction),
        message: `${instruction.keyword} uses ${name}, ${reason.text}`,
        object: `${stageName(stage)} ${instruction.keyword} ${name}`,
        ...offer(fixOf(name, project, dockerfile, instruction)),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          ARG VERSION=1.2.3
          FROM alpine:3.22
          COPY app-\${VERSION}.tar.gz /opt/
          RUN tar -xzf /opt/app-$VERSION.tar.gz
          # where it runs
          WORKDIR $HOME_DIR
          ARG HOME_DIR=/opt/app
          FROM alpine:3.22
          RUN touch \\
              # one for each
              /run/$TARGETARCH $HOME_DIR
        `,
      },
      ['Dockerfile:3:10', 'Dockerfile:4:23', 'Dockerfile:6:9', 'Dockerfile:11:10', 'Dockerfile:11:22'],
      {
        Dockerfile: `
          ARG VERSION=1.2.3
          FROM alpine:3.22
          ARG VERSION
          COPY app-\${VERSION}.tar.gz /opt/
          RUN tar -xzf /opt/app-$VERSION.tar.gz
          ARG HOME_DIR=/opt/app
          # where it runs
          WORKDIR $HOME_DIR
          ARG HOME_DIR=/opt/app
          FROM alpine:3.22
          ARG TARGETARCH
          ARG HOME_DIR=/opt/app
          RUN touch \\
              # one for each
              /run/$TARGETARCH $HOME_DIR
        `,
      },
    ),
    good({
      Dockerfile: `
        ARG VERSION=1.2.3
        FROM alpine:3.22 AS base
        ARG VERSION
        ENV HOME_DIR=/opt/app PATH=/opt/bin:$PATH
        FROM base
        COPY app-\${VERSION}.tar.gz /opt/
        WORKDIR $HOME_DIR
        RUN VERSION=2 && echo $VERSION '$HOME'
        COPY \${NODE_PATH}/x \${OTHER:-y} /opt/
      `,
    }),
  ],
});

/** Where the name first stands, behind a dollar. */
function useOf(name: string, project: Project, { span, keywordSpan }: DockerInstruction): Span {
  const match = new RegExp(`\\$(?:\\{${name}\\b[^}]*\\}?|${name}\\b)`).exec(writtenAt(project, span));
  if (match === null) return keywordSpan;
  const start = span.start + match.index;
  return { file: span.file, start, end: start + match[0].length };
}

function unsetNames(text: string, dockerfile: Dockerfile, instruction: DockerInstruction): readonly string[] {
  const known = knownVariables(dockerfile, instruction);
  // Single quotes keep a variable as it is.
  const open = text.replace(/'[^']*'/g, ' ');
  const { undefinedNames, problem } = expandVariables(open, (name) => (known.has(name) ? '' : undefined));
  return problem === undefined ? undefinedNames.filter((name) => /^[A-Za-z_]\w*$/.test(name)) : [];
}

interface Reason {
  readonly text: string;
  /** The base image or the shell could give the value all the same. */
  readonly isGuess: boolean;
}

function reasonOf(
  name: string,
  dockerfile: Dockerfile,
  { stage, span }: DockerInstruction,
): Reason | undefined {
  if (/^(?:PATH|HOME|USER|HOSTNAME|PWD|SHELL)$/.test(name)) return undefined;
  if (dockerfile.args.has(name)) return { text: 'whose ARG above FROM holds for FROM only', isGuess: false };
  if (platformNames.has(name)) return { text: 'which this stage does not declare with ARG', isGuess: false };
  const own = stage === undefined ? undefined : dockerfile.stages[stage];
  const later = own?.instructions.find(
    (one) =>
      one.span.start > span.start &&
      one.keyword === 'ARG' &&
      one.pairs.some((pair) => pair.name.value === name),
  );
  if (later !== undefined) return { text: 'which is declared further down only', isGuess: true };
  const isKnown = own?.image.rootImage !== undefined && isOfficial(own.image.rootImage);
  const elsewhere = dockerfile.stages.find((one) => one.index !== stage && declares(one, name));
  // A base image of one's own may set it.
  if (elsewhere !== undefined && isKnown)
    return { text: `whose ARG holds for ${stageName(elsewhere)} only`, isGuess: false };
  const near = [...declaredIn(own)].find((other) => other !== name && letters(other) === letters(name));
  return near === undefined ? undefined : { text: `which is declared nowhere (${near} is)`, isGuess: true };
}

function declares({ instructions }: Stage, name: string): boolean {
  return instructions.some(
    ({ keyword, pairs }) => keyword === 'ARG' && pairs.some((pair) => pair.name.value === name),
  );
}

function isOfficial(rootImage: string): boolean {
  const image = parseImage(rootImage);
  return image !== undefined && (image.repository === 'scratch' || isPlainBase(image));
}

/** `APPHOME` and `APP_HOME` are one name to a reader. */
function letters(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** The ARG once more in this stage, above the first use; or the name that is declared. */
function fixOf(
  name: string,
  project: Project,
  dockerfile: Dockerfile,
  instruction: DockerInstruction,
): Fix | undefined {
  const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  const declaration = declarationOf(name, project, dockerfile);
  if (stage === undefined || declaration === undefined) return undefined;
  const first = stage.instructions.find(
    (one) => one.keyword !== 'FROM' && new RegExp(`\\$\\{?${name}\\b`).test(writtenAt(project, one.span)),
  );
  return first && review(`Declare ${name} in this stage`, lineAbove(project, first, `ARG ${declaration}`));
}

/** What follows ARG: the name alone where FROM or docker has the value, else as the other stage writes it. */
function declarationOf(name: string, project: Project, dockerfile: Dockerfile): string | undefined {
  if (dockerfile.args.has(name) || platformNames.has(name)) return name;
  const pairs = dockerfile.stages.flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => keyword === 'ARG').flatMap((one) => one.pairs),
  );
  const written = new Set(
    pairs
      .filter((pair) => pair.name.value === name)
      .map((pair) => writtenAt(project, { ...pair.name.span, end: (pair.value ?? pair.name).span.end })),
  );
  const [one] = written;
  return written.size === 1 && one !== undefined && !one.includes('$') ? one : undefined;
}

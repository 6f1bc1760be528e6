import type { Span } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { remove, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf } from '../shared/build.ts';
import { parseImage } from '../shared/image.ts';
import { runsAsRootByDefault } from '../shared/image-families.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, type RunCommand, type RunWord, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'sudo-in-run',
  area: 'dockerfile',
  severity: 'medium',
  aliases: [
    'hadolint:DL3004',
    'trivy:DS-0010',
    'checkov:CKV2_DOCKER_1',
    'kics:run_using_sudo',
    'dockerfilelint:sudo_usage',
  ],
  title: 'RUN calls sudo',
  why: 'The build runs as root already, or the image lets its user become root again, which undoes USER.',
  fix: 'Drop sudo; switch with `USER root` and back where a step needs root.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    const isUser = switchesUser(dockerfile, instruction);
    const root = stage?.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
    const isRoot = !isUser && root !== undefined && runsAsRootByDefault(root);
    const calls = runCommands(dockerfile, instruction).flatMap((command) => sudoOf(command) ?? []);
    const [first] = calls;
    if (first === undefined) return;
    const times = calls.length === 1 ? '' : ` ${calls.length} times`;
    const edits = calls.flatMap(({ gap }) => (gap === undefined ? [] : [remove(gap)]));
    yield {
      at: first.sudo.span,
      message: `RUN calls sudo${times}${isRoot ? ' as root' : isUser ? ', so the user of the image can become root' : ''}`,
      object: `${stageName(stage)} sudo ${first.program}`,
      ...(isRoot ? {} : { severity: 'low' }),
      ...(isRoot && edits.length === calls.length ? { fix: review('Drop sudo', ...edits) } : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN sudo apt-get update && sudo -u www-data touch /x
        `,
        'user/Dockerfile': `
          FROM debian:12-slim
          USER app
          RUN sudo mkdir /data
        `,
      },
      ['Dockerfile:2:5', 'user/Dockerfile:3:5'],
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && sudo -u www-data touch /x
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y sudo && echo "app ALL=(ALL) NOPASSWD" > /etc/sudoers.d/app
      `,
    }),
  ],
});

interface SudoCall {
  readonly sudo: RunWord;
  readonly program: string;
  /** What stands before the program, where that is `sudo` alone. */
  readonly gap: Span | undefined;
}

function sudoOf({ wrappers, words, program }: RunCommand): SudoCall | undefined {
  const [next] = words;
  const sudo = program === 'sudo' ? next : wrappers.find(({ text }) => /(?:^|\/)sudo$/.test(text));
  if (sudo === undefined || next === undefined) return undefined;
  // To another user is the way down, not up.
  const user = wrappers.findIndex(({ text }) => /^(?:-u|--user)$/.test(text));
  if (user !== -1 && !/^(?:root|0)$/.test(wrappers[user + 1]?.text ?? '')) return undefined;
  const isPlain = sudo !== next && wrappers.length === 1 && isPlaced(sudo);
  const { file, start } = sudo.span;
  return { sudo, program, gap: isPlain ? { file, start, end: next.span.start } : undefined };
}

/** True when a USER above, in the stage or one that it stands on, is not root. */
function switchesUser(dockerfile: Dockerfile, instruction: DockerInstruction): boolean {
  const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
  return chainOf(dockerfile, stage).some(({ instructions }) =>
    instructions.some(
      ({ keyword, span, args }) =>
        keyword === 'USER' &&
        span.start < instruction.span.start &&
        !/^(?:root|0)(?::|$)/.test(args[0]?.value ?? ''),
    ),
  );
}

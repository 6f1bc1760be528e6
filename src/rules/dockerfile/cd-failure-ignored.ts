import type { DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { insertAfter, offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { following } from '../shared/following.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, type RunCommand, runScripts } from '../shared/run.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'cd-failure-ignored',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['hadolint:SC2164'],
  title: 'What follows a failed cd runs in the wrong folder',
  why: 'With `;` or a new line the shell goes on: files are built, moved or deleted where the step began.',
  fix: 'Write `&&` between the two, or begin the text with `set -e`.',
  references: ['https://www.shellcheck.net/wiki/SC2164'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    for (const { commands, shell } of runScripts(dockerfile, instruction)) {
      if (shell.stopsOnError) continue;
      for (const [index, cd] of commands.entries()) {
        const [target] = cd.args;
        if (cd.program !== 'cd' || cd.depth > 0 || target === undefined || target.text.includes('$'))
          continue;
        const next = following(commands, index);
        if (next === undefined) continue;
        if (next.operatorBefore !== ';' && next.operatorBefore !== '\n') continue;
        if (!isWork(next) || isAlwaysThere(target.text) || isMade(stage, instruction, target.text)) continue;
        const { file, end } = cd.span;
        const isPlain =
          isPlaced(target) &&
          /^\s*;|^\r?\n/.test(writtenAt(project, { file, start: end, end: next.span.start }));
        yield {
          at: cd.span,
          message: `${next.program} runs even when cd ${target.text} fails`,
          object: `${stageName(stage)} cd ${target.text}`,
          ...offer(isPlain ? review('Stop when cd fails', insertAfter(cd.span, ' || exit 1')) : undefined),
          ...(changesFiles(commands.slice(index + 1)) ? {} : { severity: 'low' }),
        };
      }
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN cd /opt/app/build; rm -rf *
          RUN <<EOF
          cd /opt/app/tool
          make install # as root
          EOF
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:4:1'],
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN cd /opt/app/build || exit 1; rm -rf *
          RUN <<EOF
          cd /opt/app/tool || exit 1
          make install # as root
          EOF
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN cd /opt/app && make; cd /opt/app || exit 1; make install
        RUN set -e; cd /opt/app; make
        RUN <<EOF
        set -eux
        cd /opt/app
        make
        EOF
        RUN cd /tmp; make
      `,
    }),
  ],
});

function isWork({ program }: RunCommand): boolean {
  return program !== '' && !/^(?:cd|echo|pwd|ls|true|:|exit)$/.test(program);
}

function changesFiles(commands: readonly RunCommand[]): boolean {
  return commands.some(({ program }) => /^(?:rm|mv|chmod|chown|find|rsync|git)$/.test(program));
}

/** True when a line above names the folder: it made it, or worked there already. */
function isMade(stage: Stage | undefined, { span }: DockerInstruction, folder: string): boolean {
  const above = stage?.instructions.filter((one) => one.span.start < span.start) ?? [];
  return above.some((one) => one.raw.value.includes(folder.replace(/\/$/, '')));
}

/** Folders of every image, and the way back. */
function isAlwaysThere(folder: string): boolean {
  return (
    /^\/(?:usr\/)?lib\//.test(folder) ||
    /^(?:\/|\/(?:tmp|usr|usr\/local|usr\/src|root|opt|home|var|var\/www|var\/www\/html|etc|usr\/bin|usr\/local\/bin|bin)\/?|~|-|\.\.?|\.\.\/.*)$/.test(
      folder,
    )
  );
}

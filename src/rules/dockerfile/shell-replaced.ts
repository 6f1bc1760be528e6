import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'shell-replaced',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL4005', 'kics:changing_default_shell_using_run_command'],
  title: 'RUN puts another shell in the place of /bin/sh',
  why: 'Each script of the distribution then runs under a shell it was not written for; an upgrade of the package puts it back.',
  fix: 'Write `SHELL ["/bin/bash", "-c"]`, which holds for the build and leaves the image alone.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    const commands = runCommands(dockerfile, instruction);
    for (const { program, args, words, span } of commands) {
      const [source, target] = args
        .map(({ text }) => text)
        .filter((text) => !text.startsWith('-'))
        .slice(-2);
      const replaces =
        (program === 'ln' || program === 'cp' || program === 'mv') &&
        // An image without a shell gets one.
        !/busybox/.test(`${words[0]?.text} ${source}`) &&
        /^(?:\/usr)?\/bin\/sh$/.test(target ?? '');
      if (!replaces) continue;
      const shell = /^(?:\/usr)?\/bin\/(?:ba|z|k)?sh$|^bash$/.test(source ?? '')
        ? source?.replace(/^bash$/, '/bin/bash')
        : undefined;
      yield {
        at: span,
        message: `RUN puts ${source} in the place of ${target}`,
        object: `${stageName(stage)} ${target}`,
        ...(isWhole(commands) && shell !== undefined && instruction.trigger === undefined
          ? {
              fix: review('Write SHELL', replace(instruction.span, `SHELL ["${shell}", "-c"]`)),
            }
          : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN ln -sf /bin/bash /bin/sh
          # bash for everything below
          RUN rm /bin/sh && ln -s bash /bin/sh
          RUN ln -sf /bin/bash /bin/sh && apt-get update
          RUN apt-get update && ln /bin/bash /bin/sh -sf
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:4:19', 'Dockerfile:5:5', 'Dockerfile:6:23'],
      {
        Dockerfile: `
          FROM debian:12-slim
          SHELL ["/bin/bash", "-c"]
          # bash for everything below
          SHELL ["/bin/bash", "-c"]
          RUN ln -sf /bin/bash /bin/sh && apt-get update
          RUN apt-get update && ln /bin/bash /bin/sh -sf
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        SHELL ["/bin/bash", "-c"]
        RUN ln -s /opt/tool/bin/sh /usr/local/bin/tool-sh
        RUN ["/busybox/ln", "-s", "/busybox/sh", "/bin/sh"]
        RUN addgroup -S app && ln -s /busybox/sh /bin/sh
      `,
    }),
  ],
});

/** True when the RUN does nothing else. */
function isWhole(commands: readonly RunCommand[]): boolean {
  return commands.every(({ program, args }) => {
    const isShell = /^(?:\/usr)?\/bin\/sh$/.test(args.at(-1)?.text ?? '');
    return isShell && /^(?:ln|rm|mv)$/.test(program);
  });
}

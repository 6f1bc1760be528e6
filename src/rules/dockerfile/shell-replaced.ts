import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { runCommands } from '../shared/run.ts';

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
    for (const { program, args, span } of runCommands(dockerfile, instruction)) {
      const target = args.at(-1)?.text;
      const replaces =
        (program === 'ln' || program === 'cp' || program === 'mv') &&
        args.length > 1 &&
        /^(?:\/usr)?\/bin\/sh$/.test(target ?? '');
      if (!replaces) continue;
      yield {
        at: span,
        message: `RUN puts ${args.at(-2)?.text} in the place of ${target}`,
        object: `${stageName(stage)} ${target}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN ln -sf /bin/bash /bin/sh
        `,
      },
      'Dockerfile:2:5',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        SHELL ["/bin/bash", "-c"]
        RUN ln -s /opt/tool/bin/sh /usr/local/bin/tool-sh
      `,
    }),
  ],
});

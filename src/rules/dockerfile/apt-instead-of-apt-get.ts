import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';
import { isPlaced } from '../shared/run.ts';

export default defineRule({
  id: 'apt-instead-of-apt-get',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3027', 'checkov:CKV_DOCKER_9', 'kics:run_using_apt'],
  title: 'RUN calls apt, which is made for people',
  why: 'The flags and the output of apt may change with any release of the distribution, and the build with them.',
  fix: 'Call `apt-get` or `apt-cache`.',
  references: [
    'https://manpages.debian.org/stable/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
  ],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { program, verb } of packageCalls(dockerfile, instruction)) {
      if (program.text !== 'apt') continue;
      const name = verb.text === 'full-upgrade' ? undefined : 'apt-get';
      yield {
        at: program.span,
        message: `RUN calls apt ${verb.text}`,
        object: `${stageName(stage)} apt ${verb.text}`,
        ...(name === undefined || !isPlaced(program)
          ? {}
          : { fix: review('Call apt-get', replace(program.span, name)) }),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          # tools
          RUN apt-get update && \\
            apt install -y curl
        `,
      },
      'Dockerfile:4:3',
      {
        Dockerfile: `
          FROM debian:12-slim
          # tools
          RUN apt-get update && \\
            apt-get install -y curl
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y apt-transport-https && rm -rf /var/lib/apt/lists/*
        RUN echo apt install curl
      `,
    }),
  ],
});

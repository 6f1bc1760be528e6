import { review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { joinedRuns } from '../shared/dockerfile-edits.ts';
import { isMountedAway, stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'apt-update-alone',
  area: 'dockerfile',
  severity: 'medium',
  aliases: [
    'trivy:DS-0017',
    'checkov:CKV_DOCKER_5',
    'kics:update_instruction_alone',
    'dockerfilelint:apt-get-update_require_install',
    'docker-bench:4.7',
  ],
  title: 'The package lists are fetched in a layer of their own',
  why: 'The old lists come from the cache while the install line changes: packages are no longer found, and builds fail.',
  fix: 'Join it with the install: `RUN apt-get update && apt-get install -y …`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    const calls = packageCalls(dockerfile, instruction);
    const [update] = calls;
    if (update?.manager !== 'apt' || isMountedAway(instruction, '/var/lib/apt')) return;
    // Anything beside it may be what the lists are for, a script included.
    const commands = runCommands(dockerfile, instruction).filter(({ program }) => program !== '');
    if (calls.some(({ action }) => action !== 'update') || commands.length > calls.length) return;
    const next = stage?.instructions[stage.instructions.indexOf(instruction) + 1];
    const [use] = next === undefined ? [] : packageCalls(dockerfile, next);
    const edit =
      next === undefined || use?.manager !== 'apt' || use.action === 'clean'
        ? undefined
        : joinedRuns(project, instruction, next);
    yield {
      at: update.command.span,
      message: 'the package lists are fetched in a layer of their own',
      object: `${stageName(stage)} apt-get update`,
      ...(edit === undefined ? {} : { fix: review('Join it with the install', edit) }),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update
          RUN apt-get install -y curl
        `,
      },
      'Dockerfile:2:5',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update \\
              && apt-get install -y curl
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update -qq

          # what the health check needs
          RUN apt-get install -y \\
                curl \\
              && rm -rf /var/lib/apt/lists/*
          RUN apt-get update
          ENV DEBIAN_FRONTEND=noninteractive
          RUN apt-get install -y jq
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:8:5'],
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update -qq && \\
          # what the health check needs
              apt-get install -y \\
                curl \\
              && rm -rf /var/lib/apt/lists/*
          RUN apt-get update
          ENV DEBIAN_FRONTEND=noninteractive
          RUN apt-get install -y jq
        `,
      },
    ),
    bad(
      {
        Dockerfile:
          'FROM debian:12-slim\r\nRUN apt-get update\r\n# for the check\r\nRUN apt-get install -y \\\r\n  curl\r\n',
      },
      'Dockerfile:2:5',
      {
        Dockerfile:
          'FROM debian:12-slim\r\nRUN apt-get update && \\\r\n# for the check\r\n    apt-get install -y \\\r\n  curl\r\n',
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
      `,
    }),
  ],
});

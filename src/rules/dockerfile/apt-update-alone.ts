import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { joinedRuns } from '../shared/dockerfile-edits.ts';
import { isMountedAway, stageName } from '../shared/installs.ts';
import { type PackageCall, packageCalls } from '../shared/packages.ts';
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
    const isAlone = calls.every(({ action }) => action === 'update') && commands.length === calls.length;
    const later = isAlone || !onlyUpgrades(calls) ? undefined : laterInstall(dockerfile, stage, instruction);
    if (!isAlone && later === undefined) return;
    const next = stage?.instructions[stage.instructions.indexOf(instruction) + 1];
    const [use] = next === undefined ? [] : packageCalls(dockerfile, next);
    const edit =
      !isAlone || next === undefined || use?.manager !== 'apt' || use.action === 'clean'
        ? undefined
        : joinedRuns(project, instruction, next);
    yield {
      at: update.command.span,
      message: isAlone
        ? 'the package lists are fetched in a layer of their own'
        : 'the package lists are fetched in another layer than what is installed from them',
      object: `${stageName(stage)} apt-get update`,
      ...(later === undefined
        ? {}
        : { related: [{ at: later.command.span, message: 'these packages are looked up in them' }] }),
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
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get upgrade -y
          COPY packages.txt /
          RUN apt-get install -y curl
          RUN apt-get update && ./setup.sh
          RUN apt-get install -y jq
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:5:5'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
        RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
        RUN apt-get update && apt-get install -y jq
      `,
    }),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && ./setup.sh
        RUN apt-get update && apt-get install -y curl
        RUN apt-get install -y jq
      `,
    }),
  ],
});

/** Nothing is installed from the lists where they are fetched. */
function onlyUpgrades(calls: readonly PackageCall[]): boolean {
  return calls.every(
    ({ action, manager }) => manager === 'apt' && (action === 'update' || action === 'upgrade'),
  );
}

/** What the next line that calls apt installs, without fetching the lists again. */
function laterInstall(
  dockerfile: Dockerfile,
  stage: Stage | undefined,
  { span }: DockerInstruction,
): PackageCall | undefined {
  const [next] = (stage?.instructions ?? [])
    .filter((one) => one.span.start > span.start)
    .flatMap((one) => packageCalls(dockerfile, one).find(({ manager }) => manager === 'apt') ?? []);
  return next?.action === 'install' ? next : undefined;
}

import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf } from '../shared/build.ts';
import { appendedCommand } from '../shared/dockerfile-edits.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';

/** By name, or by the word that apt has for it since 2.9.17. */
const removesLists = /\/var\/lib\/apt|\bapt(?:-get)?\s+(?:-\S+\s+)*dist-?clean\b/;

export default defineRule({
  id: 'apt-cache-kept',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3009', 'kics:apt_get_install_lists_were_not_deleted'],
  title: 'The package lists of apt stay in the image',
  why: 'The layer carries 20 to 50 MB that nothing reads, in each pull.',
  fix: 'End the same RUN with `rm -rf /var/lib/apt/lists/*`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    if (!isShipped(dockerfile, stage) || isMountedAway(instruction, '/var/lib/apt')) return;
    const update = packageCalls(dockerfile, instruction).find(
      ({ manager, action }) => manager === 'apt' && action === 'update',
    );
    if (update === undefined || removesLists.test(runText(instruction))) return;
    const edit = isUsedLater(dockerfile, stage, instruction)
      ? undefined
      : appendedCommand(project, instruction, 'rm -rf /var/lib/apt/lists/*');
    yield {
      at: update.command.span,
      message: 'the package lists of apt stay in the layer',
      object: `${stageName(stage)} apt lists`,
      ...(edit === undefined ? {} : { fix: review('Delete the lists in the same RUN', edit) }),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y curl
        `,
      },
      'Dockerfile:2:5',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          # what the health check needs
          RUN set -eux; \\
              apt-get update; \\
              # no documentation
              apt-get install -y --no-install-recommends curl
          RUN apt-get update \\
           && apt-get install -y jq
          RUN apt-get update
          RUN apt-get install -y git # left to the next line
        `,
      },
      ['Dockerfile:4:5', 'Dockerfile:7:5', 'Dockerfile:9:5'],
      {
        Dockerfile: `
          FROM debian:12-slim
          # what the health check needs
          RUN set -eux; \\
              apt-get update; \\
              # no documentation
              apt-get install -y --no-install-recommends curl; \\
              rm -rf /var/lib/apt/lists/*
          RUN apt-get update \\
           && apt-get install -y jq \\
           && rm -rf /var/lib/apt/lists/*
          RUN apt-get update
          RUN apt-get install -y git # left to the next line
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim AS base
          RUN apt-get update && apt-get install -y curl
          FROM base AS build
          RUN apt-get update && apt-get install -y make
          FROM base
          COPY --from=build /app /app
        `,
        'lists/Dockerfile': `
          FROM debian:12-slim AS base
          RUN apt-get update
          FROM base
          RUN apt-get install -y curl
        `,
      },
      ['Dockerfile:2:5', 'lists/Dockerfile:2:5'],
      {
        Dockerfile: `
          FROM debian:12-slim AS base
          RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
          FROM base AS build
          RUN apt-get update && apt-get install -y make
          FROM base
          COPY --from=build /app /app
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim AS build
        RUN apt-get update && apt-get install -y make
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
        RUN apt-get update && apt-get install -y jq && apt-get dist-clean
      `,
    }),
  ],
});

/** A later line that installs without fetching the lists again needs these, in each stage that stands on this one. */
function isUsedLater(dockerfile: Dockerfile, stage: Stage, { span }: DockerInstruction): boolean {
  const following = dockerfile.stages.filter((other) => chainOf(dockerfile, other).includes(stage));
  return following.some(({ instructions }) => {
    const [next] = instructions
      .filter((one) => one.span.start > span.start)
      .flatMap((one) => packageCalls(dockerfile, one).find(({ manager }) => manager === 'apt') ?? []);
    return next !== undefined && next.action !== 'update' && next.action !== 'clean';
  });
}

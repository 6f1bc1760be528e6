import { review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { appendedCommand } from '../shared/dockerfile-edits.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';

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
    if (update === undefined || /\/var\/lib\/apt/.test(runText(instruction))) return;
    // A later line that installs without fetching the lists again needs these.
    const [next] = stage.instructions
      .filter(({ span }) => span.start > instruction.span.start)
      .flatMap((one) => packageCalls(dockerfile, one).find(({ manager }) => manager === 'apt') ?? []);
    const isUsed = next !== undefined && next.action !== 'update' && next.action !== 'clean';
    const edit = isUsed ? undefined : appendedCommand(project, instruction, 'rm -rf /var/lib/apt/lists/*');
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
    good({
      Dockerfile: `
        FROM debian:12-slim AS build
        RUN apt-get update && apt-get install -y make
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
      `,
    }),
  ],
});

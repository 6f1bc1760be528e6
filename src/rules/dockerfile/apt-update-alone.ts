import { bad, defineRule, good } from '../rule.ts';
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
  *check(instruction, { dockerfile, stage }) {
    const calls = packageCalls(dockerfile, instruction);
    const [update] = calls;
    if (update?.manager !== 'apt' || isMountedAway(instruction, '/var/lib/apt')) return;
    // Anything beside it may be what the lists are for, a script included.
    const commands = runCommands(dockerfile, instruction).filter(({ program }) => program !== '');
    if (calls.some(({ action }) => action !== 'update') || commands.length > calls.length) return;
    yield {
      at: update.command.span,
      message: 'the package lists are fetched in a layer of their own',
      object: `${stageName(stage)} apt-get update`,
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
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
      `,
    }),
  ],
});

import { bad, defineRule, good } from '../rule.ts';
import { isCall, isMountedAway, runCommands } from '../shared/installs.ts';

export default defineRule({
  id: 'apt-update-alone',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['trivy:DS-0017', 'checkov:CKV_DOCKER_5', 'kics:update_instruction_alone', 'docker-bench:4.7'],
  title: 'The package lists are fetched in a layer of their own',
  why: 'The old lists come from the cache while the install line changes: packages are no longer found, and builds fail.',
  fix: 'Join it with the install: `RUN apt-get update && apt-get install -y …`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  on: 'instruction',
  *check(instruction) {
    const commands = runCommands(instruction);
    const updates = commands.some((words) => isCall(words, /^apt(?:-get)?$/, 'update'));
    // Anything beside it may be what the lists are for, a script included.
    const others = commands.filter((words) => !isCall(words, /^apt(?:-get)?$/, 'update') && words.length > 0);
    if (!updates || others.length > 0 || isMountedAway(instruction, '/var/lib/apt')) return;
    yield {
      at: instruction.keywordSpan,
      message: 'the package lists are fetched in a layer of their own',
      object: `stage ${instruction.stage ?? 0} apt-get update`,
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
      'Dockerfile:2:1',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
      `,
    }),
  ],
});

import { safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { removedInstruction } from '../shared/dockerfile-edits.ts';

export default defineRule({
  id: 'start-command-repeated',
  area: 'dockerfile',
  severity: 'medium',
  aliases: [
    'hadolint:DL4003',
    'hadolint:DL4004',
    'hadolint:DL3012',
    'trivy:DS-0007',
    'trivy:DS-0016',
    'trivy:DS-0023',
    'kics:multiple_cmd_instructions_listed',
    'kics:multiple_entrypoint_instructions_listed',
    'dd-iac:do_not_use_multiple_healthcheck',
    'buildkit:MultipleInstructionsDisallowed',
  ],
  title: 'A stage has CMD, ENTRYPOINT or HEALTHCHECK more than once',
  why: 'Only the last one counts; what the first one starts never runs.',
  fix: 'Keep the one that is meant.',
  references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  on: 'stage',
  *check(stage, { project }) {
    for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK']) {
      const all = stage.instructions.filter((instruction) => instruction.keyword === keyword);
      const last = all.at(-1);
      for (const instruction of all.slice(0, -1)) {
        // `ENTRYPOINT []` takes that of the base image away.
        if (instruction.raw.value.replace(/\s/g, '') === '[]') continue;
        const edit = removedInstruction(project, instruction);
        yield {
          at: instruction.keywordSpan,
          message: `this ${keyword} has no effect: a later one replaces it`,
          object: `stage ${stage.name ?? stage.index} ${keyword}`,
          ...(edit === undefined ? {} : { fix: safe(`Remove the ${keyword} without effect`, edit) }),
          ...(last === undefined ? {} : { related: [{ at: last.keywordSpan, message: 'this one counts' }] }),
        };
      }
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          CMD ["node", "migrate.js"]
          CMD ["node", "server.js"]
        `,
      },
      'Dockerfile:2:1',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          CMD ["node", "server.js"]
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          # how it was checked once
          HEALTHCHECK --interval=30s \\
            CMD wget -q -O /dev/null http://127.0.0.1:3000/
          HEALTHCHECK NONE
          CMD ["node", \\
            # the old one
            "old.js"]
          CMD ["node", "server.js"]
        `,
      },
      ['Dockerfile:3:1', 'Dockerfile:6:1'],
      {
        Dockerfile: `
          FROM node:22.11-alpine
          # how it was checked once
          HEALTHCHECK NONE
          CMD ["node", \\
            # the old one
            "old.js"]
          CMD ["node", "server.js"]
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine AS migrate
        CMD ["node", "migrate.js"]
        FROM node:22.11-alpine
        CMD ["node", "server.js"]
        ENTRYPOINT []
        ENTRYPOINT ["tini", "--"]
      `,
    }),
  ],
});

import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'build-target-missing',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A build target names no stage of the Dockerfile',
  why: 'The build fails with "target stage could not be found".',
  fix: 'Name a stage of the Dockerfile in `build.target`.',
  references: ['https://docs.docker.com/reference/compose-file/build/#target'],
  on: 'service',
  *check(service, { link, project }) {
    const target = service.build?.target;
    const dockerfile = link?.dockerfile;
    if (target === undefined || dockerfile === undefined || dockerfile.stages.length === 0) return;
    const wanted = target.value.toLowerCase();
    if (wanted === '' || wanted.includes('$')) return;
    const names = dockerfile.stages.flatMap((stage) => stage.name ?? []);
    if (names.includes(wanted) || dockerfile.stages[Number(wanted)] !== undefined) return;
    const near = nearest(wanted, names);
    yield {
      at: target.span,
      message: `${service.name} builds stage ${target.value}, which ${dockerfile.file} does not define`,
      object: `services.${service.name}.build.target`,
      related: dockerfile.stages.map((stage) => ({
        at: stage.base.span,
        message: stage.name === undefined ? 'a stage without a name' : `stage ${stage.name}`,
      })),
      ...(near === undefined
        ? {}
        : reviewFix(`Build stage ${near}`, renamedAt(project, target.span, target.value, near))),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build:
                context: .
                target: runtme
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS build
          RUN npm --version
          FROM node:22.11-alpine AS runtime
          CMD ["node", "server.js"]
        `,
      },
      'compose.yaml:5:15',
      {
        'compose.yaml': `
          services:
            web:
              build:
                context: .
                target: runtime
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build:
              context: .
              target: runtime
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS runtime
        CMD ["node", "server.js"]
      `,
    }),
  ],
});

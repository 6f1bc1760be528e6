import type { Located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMissingFor } from '../shared/path.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'build-context-missing',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A build context does not exist',
  why: 'The build stops before its first step, so the service cannot start.',
  fix: 'Correct the path, which is relative to the compose file, or add the folder to the repository.',
  references: ['https://docs.docker.com/reference/compose-file/build/#context'],
  on: 'service',
  *check(service, { project, stack }) {
    const build = service.build;
    if (build === undefined || build.isRemote || !isMissingFor(project, stack, build.context.value)) return;
    yield {
      at: build.context.span,
      message: `${service.name} builds from ${build.context.value}, which does not exist`,
      object: `services.${service.name}.build.context`,
      // With an image as well, compose tries to pull it first.
      severity: service.image === undefined ? 'critical' : 'high',
      ...contextFix(project, build.context),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: ./service/api
        `,
        'services/api/Dockerfile': 'FROM alpine:3.22\n',
      },
      'compose.yaml:3:12',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            orders: { build: { context: ./services/order } } # in Go
        `,
        'services/orders/Dockerfile': `
          FROM alpine:3.20
        `,
      },
      'compose.yaml:2:31',
      {
        'compose.yaml': `
          services:
            orders: { build: { context: ./services/orders } } # in Go
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: ./services/api
          docs:
            build: https://github.com/docker/docs.git
      `,
      'services/api/Dockerfile': 'FROM alpine:3.22\n',
    }),
  ],
});

/** A folder of nearly the same name beside it that has a Dockerfile. */
function contextFix(project: Project, context: Located<string>): Pick<Problem, 'fix'> {
  const parent = context.value.slice(0, context.value.lastIndexOf('/') + 1);
  const name = context.value.slice(parent.length);
  const beside = [...project.dockerfiles.keys()].flatMap((file) => {
    const rest = file.startsWith(parent) ? file.slice(parent.length).split('/') : [];
    return rest.length === 2 ? [rest[0] ?? ''] : [];
  });
  const near = nearest(name, beside);
  return near === undefined
    ? {}
    : reviewFix(`Build from ${parent}${near}`, swapped(project, context, name, near));
}

import { bad, defineRule, good } from '../rule.ts';
import { isMissingFor } from '../shared/path.ts';

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

import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMissingFor } from '../shared/path.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'dockerfile-missing',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'The Dockerfile of a build does not exist',
  why: 'The build fails at once, so the service cannot start.',
  fix: 'Correct `build.dockerfile`, which is relative to the build context, or add the file.',
  references: ['https://docs.docker.com/reference/compose-file/build/#dockerfile'],
  on: 'service',
  *check(service, { project, stack }) {
    const build = service.build;
    if (build === undefined || build.isRemote || build.inline !== undefined) return;
    const { files } = project;
    const path = build.dockerfile.value;
    if (files.kind(build.context.value) !== 'folder' || !isMissingFor(project, stack, path)) return;
    if (files.below(build.context.value).length === 0) return;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    // BuildKit takes `dockerfile` where there is no `Dockerfile`.
    if (path.endsWith('Dockerfile') && files.kind(path.replace(/Dockerfile$/, 'dockerfile')) === 'file')
      return;
    const near = nearest(
      path,
      files.below(build.context.value).filter((file) => file.startsWith(folder)),
    );
    yield {
      at: build.dockerfile.span,
      message: `${service.name} is built by ${path}, which does not exist${near === undefined ? '' : ` (${near} does)`}`,
      object: `services.${service.name}.build.dockerfile`,
      severity: service.image === undefined ? 'critical' : 'high',
      ...(near === undefined
        ? {}
        : reviewFix(
            'Name the file that exists',
            swapped(
              project,
              build.dockerfile,
              inFolder(path, build.context.value),
              inFolder(near, build.context.value),
            ),
          )),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build:
                context: .
                dockerfile: docker/Dockerfile.prod
        `,
        'docker/Dockerfile': 'FROM alpine:3.22\n',
      },
      'compose.yaml:5:19',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: { context: ./api, dockerfile: 'docker/Dockerfil' } # prod
        `,
        'api/docker/Dockerfile': `
          FROM alpine:3.20
        `,
      },
      'compose.yaml:3:42',
      {
        'compose.yaml': `
          services:
            api:
              build: { context: ./api, dockerfile: 'docker/Dockerfile' } # prod
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build:
              context: .
              dockerfile: docker/Dockerfile
      `,
      'docker/Dockerfile': 'FROM alpine:3.22\n',
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: api
      `,
      'api/dockerfile': 'FROM alpine:3.22\n',
    }),
  ],
});

function inFolder(path: string, folder: string): string {
  return folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

import type { Located } from '../../base/span.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { type ImageName, isFloating, parseImage } from '../shared/image.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'image-tag-floating',
  area: 'compose',
  severity: 'medium',
  aliases: ['dclint:service-image-require-explicit-tag', 'kics:image_version_using_latest'],
  title: 'An image has no tag or the tag latest',
  why: 'Each pull may bring another version: two machines run different code, and there is nothing to roll back to.',
  fix: 'Pin a version tag, or a digest.',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  inParts: true,
  joins: 'file',
  on: 'service',
  *check(service, { production, project }) {
    // The tag of an image that is built here is only a name for the result.
    if (service.image === undefined || service.build !== undefined) return;
    const image = parseImage(service.image.value);
    if (image === undefined || !isFloating(image)) return;
    // `${TAG:-latest}`: whoever deploys sets the tag.
    if (service.image.trail?.some((origin) => origin.how === 'interpolation') === true) return;
    yield {
      at: service.image.span,
      message: `${service.name} runs ${service.image.value}, ${image.tag === undefined ? 'which has no tag' : 'a tag that moves'}`,
      object: `services.${service.name}.image`,
      severity: production ? 'medium' : 'low',
      ...pinned(project, service.image, image),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres
            cache:
              image: redis:latest
        `,
      },
      ['compose.yaml:3:12', 'compose.yaml:5:12'],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: "redis:latest" # as in production
        `,
        'compose.prod.yaml': `
          services:
            cache:
              image: redis:7.4-alpine
        `,
      },
      'compose.yaml:3:12',
      {
        'compose.yaml': `
          services:
            cache:
              image: "redis:7.4-alpine" # as in production
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
          cache:
            image: redis:\${REDIS_TAG}
          api:
            build: .
            image: acme/api
      `,
      Dockerfile: 'FROM alpine:3.22\n',
    }),
  ],
});

/** The one version that the other compose files and Dockerfiles of the repository name. */
function pinned(project: Project, image: Located<string>, { repository }: ImageName): Pick<Problem, 'fix'> {
  const used = [
    ...project.stacks.flatMap(({ services }) =>
      [...services.values()].map((service) => service.image?.value),
    ),
    ...[...project.dockerfiles.values()].flatMap(({ stages }) => stages.map(({ base }) => base.value)),
  ];
  const versions = new Set(
    used
      .flatMap((text) => {
        const other = text === undefined ? undefined : parseImage(text);
        return other?.repository === repository && !isFloating(other) ? [other] : [];
      })
      .map(
        ({ tag, digest }) =>
          (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`),
      ),
  );
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0) return {};
  const name = image.value.replace(/:latest$/, '') + version;
  return reviewFix(`Run ${name}`, renamedAt(project, image.span, image.value, name));
}

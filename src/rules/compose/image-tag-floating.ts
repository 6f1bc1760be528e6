import type { Located } from '../../base/span.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { type ImageName, isFloating, isMovingLine, parseImage } from '../shared/image.ts';
import { writtenAt } from '../shared/source-text.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'image-tag-floating',
  area: 'compose',
  severity: 'medium',
  aliases: ['dclint:service-image-require-explicit-tag', 'kics:image_version_using_latest'],
  title: 'An image has no tag, or one that moves',
  why: 'Each pull may bring another version: two machines run different code, and there is nothing to roll back to.',
  fix: 'Pin a version tag, or a digest.',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  inParts: true,
  joins: 'file',
  on: 'service',
  *check(service, { production, project, stack }) {
    // The tag of an image that is built here is only a name for the result.
    if (service.image === undefined || service.build !== undefined) return;
    const image = parseImage(service.image.value);
    const isLine = image !== undefined && isMovingLine(image);
    if (image === undefined || !(isLine || isFloating(image))) return;
    if (isTagChosen(project, service.image)) return;
    yield {
      at: service.image.span,
      message: `${service.name} runs ${service.image.value}, ${image.tag === undefined ? 'which has no tag' : 'a tag that moves'}`,
      object: `services.${service.name}.image`,
      severity: production && !isLine ? 'medium' : 'low',
      ...(isLine ? {} : pinned(project, stack, service.image, image)),
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
            web:
              image: acme/web:latest-dev
        `,
      },
      ['compose.yaml:3:12', 'compose.yaml:5:12', 'compose.yaml:7:12'],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: "nginx:latest" # as in production
        `,
        'compose.prod.yaml': `
          services:
            cache:
              image: nginx:1.27-alpine
        `,
      },
      'compose.yaml:3:12',
      {
        'compose.yaml': `
          services:
            cache:
              image: "nginx:1.27-alpine" # as in production
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: \${REGISTRY:-docker.io}/acme/web
            api:
              image: "$REGISTRY/acme/api:latest"
        `,
        '.env': 'REGISTRY=ghcr.io\n',
      },
      ['compose.yaml:3:12', 'compose.yaml:5:12'],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: mariadb:lts
            web:
              image: nginx:stable-alpine
            jobs:
              image: ghcr.io/acme/jobs:main
        `,
      },
      ['compose.yaml:3:12', 'compose.yaml:5:12', 'compose.yaml:7:12'],
    ),
    good({
      'compose.yaml': `
        services:
          local:
            image: jobs:dev
          numbered:
            image: ghcr.io/acme/jobs:stable-2.1
          db:
            image: postgres:16.4
          reports:
            image: mcr.microsoft.com/mssql/server:2022-latest
          cache:
            image: redis:\${REDIS_TAG}
          web:
            image: "\${REGISTRY:-docker.io}/acme/\${WEB:-web}"
          api:
            build: .
            image: acme/api
      `,
      Dockerfile: 'FROM alpine:3.22\n',
    }),
  ],
});

/** `web:${TAG:-latest}`: whoever deploys sets the tag. In `${REGISTRY}/web` there is none to set. */
function isTagChosen(project: Project, { span, trail }: Located<string>): boolean {
  if (trail?.some((origin) => origin.how === 'interpolation') !== true) return false;
  const written = writtenAt(project, span);
  const rest = written.replace(/^.*\$(?:\{.*\}|\w+)/s, '');
  return rest === written || !/^[/:]|:latest["']?$/.test(rest);
}

/** The one version that the other files of the same project name. Data of a newer version would not open in an older store. */
function pinned(
  project: Project,
  { folder }: Stack,
  image: Located<string>,
  name: ImageName,
): Pick<Problem, 'fix'> {
  if (dataStoreOf(name) !== undefined) return {};
  const beside = project.stacks.filter((other) => other.folder === folder);
  const images = beside.flatMap(({ services }) =>
    [...services.values()].flatMap((service) => service.image ?? []),
  );
  const versions = new Set(
    images.flatMap(({ value, span }) =>
      span.file === image.span.file ? [] : versionOf(value, name.repository),
    ),
  );
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0) return {};
  const text = image.value.replace(/:[\w.-]*latest[\w.-]*$/, '') + version;
  return reviewFix(`Run ${text}`, renamedAt(project, image.span, image.value, text));
}

/** Tag and digest of an image of that name, when they say which version it is. */
function versionOf(text: string, repository: string): readonly string[] {
  const image = parseImage(text);
  if (image?.repository !== repository || isFloating(image)) return [];
  const isNumbered = image.digest !== undefined || /\d/.test(image.tag ?? '');
  if (!isNumbered || /latest/.test(image.tag ?? '')) return [];
  return [
    (image.tag === undefined ? '' : `:${image.tag}`) + (image.digest === undefined ? '' : `@${image.digest}`),
  ];
}

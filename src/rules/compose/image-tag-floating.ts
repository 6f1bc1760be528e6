import { bad, defineRule, good } from '../rule.ts';
import { isFloating, parseImage } from '../shared/image.ts';

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
  *check(service, { production }) {
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

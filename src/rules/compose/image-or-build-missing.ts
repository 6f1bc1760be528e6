import { bad, defineRule, good } from '../rule.ts';
import { isDefinedElsewhere } from '../shared/stack.ts';

export default defineRule({
  id: 'image-or-build-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:image-or-build'],
  title: 'A service has neither an image nor a build',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Give the service `image` or `build`, or merge the file that does.',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  on: 'service',
  *check(service, { stack, project }) {
    if (service.image !== undefined || service.build !== undefined) return;
    // A provider runs something else than a container; `extends` may fail for a reason told elsewhere.
    if (service.keys.has('provider') || service.keys.has('extends')) return;
    const isDefined = isDefinedElsewhere(project, stack, (other) => {
      const same = other.services.get(service.name);
      return (same?.image ?? same?.build) !== undefined;
    });
    if (isDefined) return;
    yield {
      at: service.nameSpan,
      message: `${service.name} has neither image nor build`,
      object: `services.${service.name}`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              ports: ["127.0.0.1:8080:8080"]
        `,
      },
      'compose.yaml:2:3',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:8080"]
      `,
    }),
    // A part: another file of the repository has the image.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'tests/compose.yaml': `
        services:
          api:
            environment: {LOG_LEVEL: debug}
      `,
    }),
    // Only extended from.
    good({
      'compose.yaml': `
        services:
          api:
            extends: {file: compose.common.yaml, service: base}
            image: ghcr.io/acme/api:1.4.2
      `,
      'compose.common.yaml': `
        services:
          base:
            environment: {LOG_LEVEL: info}
      `,
    }),
    // What it extends is missing, and told of by itself.
    good({
      'compose.yaml': `
        services:
          api:
            extends: {file: compose.common.yaml, service: api}
            ports: ["127.0.0.1:8080:8080"]
      `,
    }),
    // The editor merges it over a file that each project brings.
    good({
      '.devcontainer/docker-compose.yml': `
        services:
          api:
            command: sleep infinity
      `,
    }),
  ],
});

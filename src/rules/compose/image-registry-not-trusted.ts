import { bad, defineRule, good } from '../rule.ts';
import { mistrust, mistrusted } from '../shared/registry.ts';

export default defineRule({
  id: 'image-registry-not-trusted',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'An image comes from a registry that the policy does not trust',
  why: 'The team has said where its images come from; what others serve was checked by nobody.',
  fix: 'Take the image from a registry of the policy, mirror it there, or add the registry to `policy.trusted_registries`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  inParts: true,
  on: 'service',
  *check({ name, image, build }, { project: { policy } }) {
    // The name of what is built here is where it goes to.
    const registry =
      image === undefined || build !== undefined ? undefined : mistrusted(policy.registries, image.value);
    if (image === undefined || registry === undefined) return;
    yield {
      at: image.span,
      message: `${name} runs ${image.value}, which ${mistrust(registry)}`,
      object: `services.${name}.image`,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
            cache:
              image: redis:8.2
            queue:
              image: quay.io/other/queue:2.1
        `,
        'seaworthy.yaml': `
          policy:
            trusted_registries: [docker.io/library, ghcr.io/acme]
        `,
      },
      'compose.yaml:7:12',
    ),
    good({
      'compose.yaml': `
        services:
          queue:
            image: quay.io/other/queue:2.1
      `,
      '.hadolint.yaml': `
        trustedRegistries: [docker.io]
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            image: registry.example.org/acme/api:1.4.2
          cache:
            image: redis:8.2
      `,
      Dockerfile: `
        FROM alpine:3.22
      `,
      'seaworthy.yaml': `
        policy:
          trusted_registries: [docker.io]
      `,
    }),
  ],
});

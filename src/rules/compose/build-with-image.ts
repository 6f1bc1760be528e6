import { later } from '../fix.ts';
import { bad, good } from '../rule.ts';
import { addToService } from '../shared/service-fix.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default serviceSettingRule({
  id: 'build-with-image',
  severity: 'info',
  aliases: ['dclint:no-build-and-image'],
  key: 'image',
  title: 'A service has both an image and a build',
  why: 'Which of the two runs depends on what was pulled or built before on that machine.',
  fix: 'Drop one of the two, or set `pull_policy: build`.',
  references: ['https://docs.docker.com/reference/compose-file/services/#image'],
  faultsOf: (service, _stack, project) =>
    service.image !== undefined && service.build !== undefined && !service.keys.has('pull_policy')
      ? [
          {
            at: service.image.span,
            is: 'has both an image and a build',
            ...later(() =>
              reviewFix('Build it always', addToService(project, service, ['pull_policy'], 'build')),
            ),
          },
        ]
      : [],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              build: .
        `,
      },
      ['compose.yaml:3:12'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              build: .
              pull_policy: build
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api: { image: "ghcr.io/acme/api:1.4.2", build: . } # both
        `,
      },
      'compose.yaml:2:17',
      {
        'compose.yaml': `
          services:
            api: { image: "ghcr.io/acme/api:1.4.2", build: ., pull_policy: build } # both
        `,
      },
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              build: .
              pull_policy: build
        `,
    }),
  ],
});

import { bad, good } from '../rule.ts';
import { holdsUnsetVariable, problemRule } from '../shared/problem-rule.ts';

// By image-or-build-missing, network-mode-conflict and container-name-with-replicas.
const toldElsewhere = /must have image or build|has both network_mode and networks|a name can be given once$/;

export default problemRule({
  id: 'invalid-value',
  area: 'compose',
  severity: 'critical',
  aliases: [
    'compose-go:schema',
    'dclint:invalid-schema',
    'compose-go:file-object',
    'compose-go:healthcheck-test',
    'compose-go:ip-address',
    'compose-go:dockerfile-inline-exclusive',
    'compose-go:build-platforms',
    'dclint:service-container-name-regex',
    'compose-go:external-conflict',
    'compose-go:target-already-mounted',
    'compose-go:scale-replicas',
    'compose-go:resources-conflict',
    'compose-go:scale-negative',
    'compose-go:watch-target',
    'compose-go:device-request',
    'compose-go:label-file-not-found',
  ],
  title: 'A value is not one that compose takes',
  why: 'Compose refuses the file, so nothing starts.',
  fix: 'Use one of the values that the message names.',
  references: ['https://docs.docker.com/reference/compose-file/'],
  takes: ({ code, message, span }, project) =>
    ['invalid-value', 'missing-key', 'service-name'].includes(code) &&
    !toldElsewhere.test(message) &&
    !holdsUnsetVariable(project, span),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["127.0.0.1:8080:http"]
        `,
      },
      'compose.yaml:4:13',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:80"]
      `,
    }),
  ],
});

import type { Service, Stack } from '../../model/service.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { stackPairs } from '../shared/change.ts';

export default defineRule({
  id: 'service-renamed',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A change renames a service',
  why: 'Its name is its host name: what calls the old one fails, and the container of the old name goes on running until somebody removes the orphan.',
  fix: 'Keep the old name as an alias of the network until nobody calls it, and deploy once with `--remove-orphans`.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#aliases',
    'https://docs.docker.com/reference/cli/docker/compose/up/',
  ],
  on: 'change',
  *check(change) {
    for (const { before, after } of stackPairs(change)) {
      const gone = only(before, after);
      const come = only(after, before);
      for (const service of come) {
        const key = keyOf(service);
        const old = gone.filter((one) => keyOf(one) === key);
        const [was] = old;
        // Several alike: which one has become which is a guess.
        const isClear = old.length === 1 && come.filter((one) => keyOf(one) === key).length === 1;
        if (was === undefined || key === undefined || !isClear || answersTo(after, was.name)) continue;
        yield {
          at: service.nameSpan,
          object: `service ${service.name}`,
          message: `${service.name} was named ${was.name}, and nothing answers to that name any more`,
        };
      }
    }
  },
  examples: [
    badChange(
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/jobs:1.4.2
        `,
      },
      {
        'compose.yaml': `
          services:
            jobs:
              image: ghcr.io/acme/jobs:1.5.0
        `,
      },
      'compose.yaml:2:3',
    ),
    goodChange(
      {
        'compose.yaml': `
          services:
            worker:
              image: ghcr.io/acme/jobs:1.4.2
        `,
      },
      {
        'compose.yaml': `
          services:
            jobs:
              image: ghcr.io/acme/jobs:1.4.2
              networks: { default: { aliases: [worker] } }
        `,
      },
    ),
  ],
});

function only(stack: Stack, other: Stack): readonly Service[] {
  return [...stack.services.values()].filter(({ name }) => !other.services.has(name));
}

/** What a service is, apart from its name and version. */
function keyOf({ build, image }: Service): string | undefined {
  if (build !== undefined) {
    return `${build.context.value}\n${build.dockerfile.value}\n${build.target?.value ?? ''}`;
  }
  return image?.value.replace(/(?:@.*|:[\w.-]+)$/, '');
}

function answersTo({ services }: Stack, name: string): boolean {
  return [...services.values()].some(
    ({ networks, containerName }) =>
      containerName?.value === name || networks.some(({ aliases }) => aliases.includes(name)),
  );
}

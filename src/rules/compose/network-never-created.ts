import type { Span } from '../../base/span.ts';
import { literal } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Stack, TopLevel } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { allScripts } from '../shared/documents.ts';

export default defineRule({
  id: 'network-never-created',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A network is expected under a name that another file does not give it',
  why: 'Compose puts the project before the name of a network: "network declared as external, but could not be found", and nothing of the file starts.',
  fix: 'Give the network its `name:` in the file that makes it.',
  references: ['https://docs.docker.com/reference/compose-file/networks/#name'],
  on: 'stack',
  *check(stack, { project }) {
    for (const network of stack.networks.values()) {
      const name = network.realName;
      if (!network.external || name.includes('$') || !isUsed(stack, network.name)) continue;
      const maker = makerOf(project, stack, name, network.span);
      if (maker === undefined || isMade(project, name)) continue;
      yield {
        at: network.span,
        message: `${network.name} is to be there as ${name}, and ${maker.span.file} makes it with the project's name before it`,
        object: `networks.${network.name}`,
        related: [{ at: maker.span, message: 'this network has no name of its own' }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              networks: [shop]
          networks:
            shop: { driver: bridge }
        `,
        'monitoring/compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              networks: [shop]
          networks:
            shop:
              external: true
        `,
      },
      'monitoring/compose.yaml:6:3',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            networks: [shop, proxy, back]
        networks:
          shop: { name: shop }
          proxy:
          back:
      `,
      'monitoring/compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            networks: [shop, proxy, web]
        networks:
          shop: { external: true }
          proxy: { external: true }
          web: { external: true }
      `,
      'server/compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            networks: [back]
        networks:
          back: { external: true }
      `,
      'start.sh': 'docker network create proxy\n',
    }),
  ],
});

function isUsed({ services }: Stack, key: string): boolean {
  return [...services.values()].some(
    ({ enabled, networks }) => enabled && networks.some(({ name }) => name === key),
  );
}

/** Another stack that has a network of this key, and no stack whose network is really called so. */
function makerOf({ stacks }: Project, stack: Stack, name: string, at: Span): TopLevel | undefined {
  const own = stacks.flatMap(({ networks }) => [...networks.values()]).filter(({ external }) => !external);
  if (own.some(({ realName }) => realName === name)) return undefined;
  const joining = new Set(namesIn(stack, at.file));
  for (const other of stacks) {
    const network = other.networks.get(name);
    if (other === stack || network === undefined || network.external || !isUsed(other, name)) continue;
    // Two files of the same services are two ways to run them, one of which may find the network there.
    if (namesIn(other, network.span.file).some((service) => joining.has(service))) continue;
    return network;
  }
  return undefined;
}

/** The services that a file brings. */
function namesIn({ services }: Stack, file: string): readonly string[] {
  return [...services.values()].filter(({ nameSpan }) => nameSpan.file === file).map(({ name }) => name);
}

/** Some command, or a text of the repository, creates it; a name that only the shell knows may be this one. */
function isMade(project: Project, name: string): boolean {
  const word = new RegExp(`(?<![\\w-])${literal(name)}(?![\\w-])`);
  const isCreated = allScripts(project).some(({ commands }) =>
    commands.some(
      ({ words }) =>
        words.some(({ text }) => text === 'network') &&
        words.some(({ text, dynamic }) => dynamic || word.test(text)),
    ),
  );
  if (isCreated) return true;
  for (const { text } of project.texts.values())
    if (text.includes('network create') && word.test(text)) return true;
  return false;
}

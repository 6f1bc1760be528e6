import type { Document, LocalAddress } from '../../model/document.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { ownScript } from '../shared/documents.ts';
import { type PublishedPort, publishedPorts } from '../shared/published-ports.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'document-port-not-published',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document names a port of localhost that nothing publishes',
  why: 'Whoever follows the document finds the connection refused, and looks for the mistake in a service that works.',
  fix: 'Name the port that the compose file publishes.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'document',
  *check(document, { project }) {
    const published = publishedPorts(project);
    if (published === undefined || ownScript(project, document) === undefined) return;
    const told = new Set<number>();
    for (const address of document.addresses) {
      if (told.has(address.port) || !speaksOfStack(document, address)) continue;
      told.add(address.port);
      if (published.some(({ port }) => port.published?.value === address.port)) continue;
      // A port that no service has at all may be that of another program.
      const inside = nearest(document, published, address.port);
      if (inside === undefined) continue;
      yield {
        at: address.span,
        message: `${document.file} names localhost:${address.port}, and ${inside.service.name} publishes its port ${address.port} as ${inside.port.published?.value}`,
        object: `port ${address.port}`,
        ...reviewFix(
          `Name port ${inside.port.published?.value}`,
          ...document.addresses
            .filter(({ port, section }) => port === address.port && section === address.section)
            .map((one) => swapped(project, one, `:${address.port}`, `:${inside.port.published?.value}`)),
        ),
        related: [{ at: inside.port.span, message: `${inside.service.name} is published here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            grafana:
              image: grafana/grafana:11.4.0
              ports: ["3001:3000"]
        `,
        'README.md': `
          # Shop

          - Run \`docker compose up -d\`:
            ~~~sh
            docker compose up -d   # all
            curl -fsS "http://localhost:3000/api/health"
            ~~~
          - Then open <http://localhost:3000>.
        `,
      },
      'README.md:6:14',
      {
        'README.md': `
          # Shop

          - Run \`docker compose up -d\`:
            ~~~sh
            docker compose up -d   # all
            curl -fsS "http://localhost:3001/api/health"
            ~~~
          - Then open <http://localhost:3001>.
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          grafana:
            image: grafana/grafana:11.4.0
            ports: ["3001:3000"]
      `,
      'README.md': `
        # Shop

        ~~~sh
        docker compose up -d
        ~~~

        Dashboards are at http://localhost:3001.

        ## Development

        \`npm run dev\` serves http://localhost:3000.
      `,
    }),
  ],
});

/** The section starts the stack with docker compose, and nothing on the machine itself. */
function speaksOfStack({ blocks }: Document, { section }: LocalAddress): boolean {
  const commands = blocks.filter((block) => block.section === section).flatMap((block) => block.commands);
  const starts = commands.some((command) => {
    const call = composeCallOf(command);
    return call?.verb === 'up' || call?.verb === 'start';
  });
  const isLocal = commands.some(({ words }) =>
    /^(?:npm|pnpm|yarn|bun|python3?|uvicorn|flask|go|cargo|mvn|gradle|kubectl|ssh|\.\/(?:mvnw|gradlew))$/.test(
      words[0]?.text ?? '',
    ),
  );
  return starts && !isLocal;
}

/** The service with that port inside, of a stack beside the document first. */
function nearest(
  { file }: Document,
  published: readonly PublishedPort[],
  port: number,
): PublishedPort | undefined {
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  const inside = published.filter((one) => one.port.target.value === port);
  return (
    inside.find(({ port: { span } }) => span.file.slice(0, span.file.lastIndexOf('/')) === folder) ??
    inside[0]
  );
}

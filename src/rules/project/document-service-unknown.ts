import { bad, defineRule, good } from '../rule.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';
import { unknownServices } from '../shared/unknown-services.ts';

export default defineRule({
  id: 'document-service-unknown',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document names a service that no compose file has',
  why: 'docker compose answers "no such service" to whoever follows the document.',
  fix: 'Use the name of the service as the compose file has it.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    const severity = documentSeverity(document);
    const shown = project.texts.get(document.file)?.text ?? '';
    if (script === undefined) return;
    for (const problem of unknownServices(project, script)) {
      // The reader may be shown a compose file of his own.
      if (isPlaceholder(problem.name) || shown.includes(`\n  ${problem.name}:`)) continue;
      yield { ...problem, severity };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
            postgres:
              image: postgres:16.4
        `,
        'docs/operations.md': `
          # Operations

          ~~~sh
          docker compose exec postgresql psql -U shop
          ~~~
        `,
      },
      'docs/operations.md:4:21',
      {
        'docs/operations.md': `
          # Operations

          ~~~sh
          docker compose exec postgres psql -U shop
          ~~~
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
          postgres:
            image: postgres:16.4
      `,
      'docs/operations.md': `
        # Operations

        ~~~sh
        docker compose exec postgres psql -U shop
        docker compose logs -f <service>
        ~~~
      `,
    }),
  ],
});

import { bad, defineRule, good } from '../rule.ts';
import { unknownContainers } from '../shared/containers.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';

export default defineRule({
  id: 'document-container-unknown',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document names a container that no compose file makes',
  why: 'docker answers "No such container" to whoever follows the document.',
  fix: 'Write `docker compose exec SERVICE`, which needs no container name.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/exec/'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    if (script === undefined) return;
    for (const problem of unknownContainers(project, script)) {
      if (!isPlaceholder(problem.name)) yield { ...problem, severity: documentSeverity(document) };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            postgres:
              image: postgres:16.4
        `,
        'docs/restore.md': `
          # Restore

          ~~~sh
          docker exec -i postgres psql -U shop < shop.sql
          ~~~
        `,
      },
      'docs/restore.md:4:16',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              container_name: shop-db
        `,
        'docs/restore.md': `
          # Restore

          ~~~sh
          docker exec -i shop_db psql -U postgres shop < shop.sql # as root
          ~~~
        `,
      },
      'docs/restore.md:4:16',
      {
        'docs/restore.md': `
          # Restore

          ~~~sh
          docker exec -i shop-db psql -U postgres shop < shop.sql # as root
          ~~~
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            container_name: shop-db
      `,
      'docs/restore.md': `
        # Restore

        ~~~sh
        docker exec -i shop-db psql -U shop < shop.sql
        docker logs <container>
        ~~~
      `,
    }),
  ],
});

import { bad, defineRule, good } from '../rule.ts';
import { unknownRoles } from '../shared/database-names.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';

export default defineRule({
  id: 'document-role-unknown',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document logs in to PostgreSQL as a role that the stack does not make',
  why: 'The server answers "role does not exist" to whoever follows the document, at a restore for instance.',
  fix: 'Use the role of POSTGRES_USER; with it set there is no role `postgres`.',
  references: ['https://github.com/docker-library/docs/blob/master/postgres/README.md#postgres_user'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    if (script === undefined) return;
    for (const problem of unknownRoles(project, script)) {
      if (!isPlaceholder(problem.name)) yield { ...problem, severity: documentSeverity(document) };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              environment:
                POSTGRES_USER: shop
        `,
        'docs/restore.md': `
          # Restore

          ~~~sh
          docker compose exec -T db psql -U postgres shop < shop.sql
          ~~~
        `,
      },
      'docs/restore.md:4:35',
      {
        'docs/restore.md': `
          # Restore

          ~~~sh
          docker compose exec -T db psql -U shop shop < shop.sql
          ~~~
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            environment:
              POSTGRES_USER: shop
      `,
      'docs/restore.md': `
        # Restore

        ~~~sh
        docker compose exec -T db psql -U shop shop < shop.sql
        docker compose exec -T db psql -U <user> shop
        ~~~
      `,
    }),
  ],
});

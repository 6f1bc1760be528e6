import { bad, defineRule, good } from '../rule.ts';
import { unknownRoles } from '../shared/database-names.ts';

export default defineRule({
  id: 'script-role-unknown',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A script logs in to PostgreSQL as a role that the stack does not make',
  why: 'The server answers "role does not exist": the backup holds nothing, the restore or migration does not happen.',
  fix: 'Use the role of POSTGRES_USER; with it set there is no role `postgres`.',
  references: ['https://github.com/docker-library/docs/blob/master/postgres/README.md#postgres_user'],
  on: 'script',
  check: (script, { project }) => unknownRoles(project, script),
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
        'backup.sh': `
          set -euo pipefail
          docker compose exec -T db pg_dump -U postgres shop > shop.sql
        `,
      },
      'backup.sh:2:38',
      {
        'backup.sh': `
          set -euo pipefail
          docker compose exec -T db pg_dump -U shop shop > shop.sql
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              environment:
                POSTGRES_USER: shop
        `,
        Makefile: `
          dump:
          	@docker compose exec -T db pg_dump --username=postgres shop > shop.sql # nightly
          	@docker compose exec -T db psql -U postgres -c "select 1"
        `,
      },
      'Makefile:2:48',
      {
        Makefile: `
          dump:
          	@docker compose exec -T db pg_dump --username=shop shop > shop.sql # nightly
          	@docker compose exec -T db psql -U shop -c "select 1"
        `,
      },
    ),
    // A container that is named nearly right is another rule's fault, and this is no less one.
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              container_name: shop-db
              environment:
                POSTGRES_USER: shop
        `,
        'backup.sh': `
          set -euo pipefail
          docker exec shop_db pg_dump -U postgres shop > shop.sql
        `,
      },
      'backup.sh:2:32',
      {
        'backup.sh': `
          set -euo pipefail
          docker exec shop_db pg_dump -U shop shop > shop.sql
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
          reports:
            image: postgres:16.4
      `,
      'backup.sh': `
        set -euo pipefail
        docker compose exec -T db pg_dump -U shop shop > shop.sql
        docker compose exec -T reports pg_dump -U postgres reports > reports.sql
        docker compose exec -T db pg_isready -U postgres
      `,
    }),
  ],
});

import { bad, defineRule, good } from '../rule.ts';
import { unknownContainers } from '../shared/containers.ts';

export default defineRule({
  id: 'script-container-unknown',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A script names a container that no compose file makes',
  why: 'docker answers "No such container": a backup, migration or check that the script was to do is not done.',
  fix: 'Use `docker compose exec SERVICE`, which needs no container name, or set `container_name`.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/exec/'],
  joins: 'folder',
  on: 'script',
  check: (script, { project }) => unknownContainers(project, script),
  examples: [
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
          docker exec -t shop_db pg_dump -U shop shop > shop.sql
        `,
      },
      'backup.sh:2:16',
      {
        'backup.sh': `
          set -euo pipefail
          docker exec -t shop-db pg_dump -U shop shop > shop.sql
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            container_name: shop-db
          cache:
            image: redis:7.4
      `,
      'backup.sh': `
        set -euo pipefail
        docker exec -t shop-db pg_dump -U shop shop > shop.sql
        docker exec shop-cache-1 redis-cli SAVE
        docker run -d --name scratch postgres:16.4
        docker exec scratch pg_isready
      `,
    }),
  ],
});

import { bad, defineRule, good } from '../rule.ts';
import { unknownServices } from '../shared/unknown-services.ts';

export default defineRule({
  id: 'script-service-unknown',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A script names a service that no compose file has',
  why: 'docker compose stops with "no such service": the script fails at this line.',
  fix: 'Use the name of the service as the compose file has it.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/'],
  joins: 'folder',
  on: 'script',
  check: (script, { project }) => unknownServices(project, script),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
            worker:
              image: ghcr.io/acme/worker:1.4.2
        `,
        'deploy.sh': `
          docker compose up -d --scale worker=2 api wroker
        `,
      },
      'deploy.sh:1:43',
      {
        'deploy.sh': `
          docker compose up -d --scale worker=2 api worker
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'deploy.sh': `
        docker compose up -d --no-deps api
        docker compose exec -T -u app api migrate up
        docker compose logs --tail 50 "$SERVICE"
      `,
    }),
  ],
});

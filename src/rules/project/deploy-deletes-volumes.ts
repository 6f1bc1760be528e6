import type { ScriptCommand } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { withoutWord } from '../shared/word-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

const deploying = /(?:^|[-_/])(?:deploy|update|upgrade|release|redeploy)[^/]*$/i;
const forTrying = /(?:^|[-_./])(?:dev|local|test|tests|e2e|ci|demo|reset|clean|example)s?(?:[-_./]|$)/i;

export default defineRule({
  id: 'deploy-deletes-volumes',
  area: 'project',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A script that deploys removes the volumes of the stack',
  why: 'With each deployment the databases start empty.',
  fix: 'Leave `-v` out: `docker compose up` replaces containers and keeps volumes.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/down/'],
  on: 'script',
  *check(script, { project }) {
    if (!deploying.test(script.file) || forTrying.test(script.file)) return;
    const calls = script.commands.map((command) => ({ command, call: composeCallOf(command) }));
    const up = calls.findLast(({ call }) => call?.verb === 'up');
    const asked = script.commands.find(asksFirst)?.span.start ?? Number.POSITIVE_INFINITY;
    for (const { command, call } of calls) {
      if (asked < command.span.start) return;
      const isDeleting =
        call?.verb === 'down' && call.args.some(({ text }) => text === '-v' || text === '--volumes');
      if (!isDeleting || up === undefined || up.command.span.start < command.span.start) continue;
      const stores = project.stacks.flatMap(({ volumes }) => [...volumes.values()]).slice(0, 3);
      yield {
        at: command.span,
        message: `${script.file} removes the volumes before it starts the stack again`,
        object: 'docker compose down',
        ...reviewFix(
          'Keep the volumes',
          ...call.args
            .filter(({ text }) => text === '-v' || text === '--volumes')
            .map((word) => withoutWord(project, word)),
        ),
        related: [
          { at: up.command.span, message: 'the stack is started again here' },
          ...stores.map(({ name, span }) => ({ at: span, message: `volume ${name} is lost` })),
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              volumes: [db:/var/lib/postgresql/data]
          volumes:
            db:
        `,
        'deploy.sh': `
          git pull
          docker compose down -v
          docker compose up -d --build
        `,
      },
      'deploy.sh:2:1',
      {
        'deploy.sh': `
          git pull
          docker compose down
          docker compose up -d --build
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              volumes: [db:/var/lib/postgresql/data]
          volumes:
            db:
        `,
        'scripts/deploy.sh': `
          #!/bin/sh
          docker compose down \\
            --remove-orphans \\
            --volumes
          docker compose up -d
        `,
      },
      'scripts/deploy.sh:2:1',
      {
        'scripts/deploy.sh': `
          #!/bin/sh
          docker compose down \\
            --remove-orphans
          docker compose up -d
        `,
      },
    ),
    good({
      'deploy.sh': `
        docker compose pull
        docker compose down
        docker compose up -d
      `,
      'reset-dev.sh': `
        docker compose down -v
        docker compose up -d
      `,
    }),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            volumes: [db:/var/lib/postgresql/data]
        volumes:
          db:
      `,
      'deploy.sh': `
        if [ "$CLEAN" = true ]; then
          read -p "Delete all data? (yes/no): " CONFIRM
          [ "$CONFIRM" = yes ] && docker compose down -v
        fi
        docker compose up -d
      `,
    }),
  ],
});

/** `read -p "Delete all data? " confirm`: who answers knows. */
function asksFirst({ words: [program, ...args] }: ScriptCommand): boolean {
  return (
    program?.text === 'read' &&
    args.some(({ text }) => /^-[a-z]*p/.test(text) || /confirm|reply|answer|choice|response/i.test(text))
  );
}

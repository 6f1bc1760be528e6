import type { Script, ScriptWord } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { composeFileMeant, isPathMissing } from '../shared/script-path.ts';
import { reworded } from '../shared/word-fix.ts';

export default defineRule({
  id: 'script-compose-file-missing',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A script names a compose or env file that does not exist',
  why: 'docker compose refuses to run: the script fails at this line, often in the middle of a deployment.',
  fix: 'Correct the path, or remove the step.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/'],
  joins: 'folder',
  on: 'script',
  *check(script, { project }) {
    const told = new Set<string>();
    for (const command of script.commands) {
      const call = composeCallOf(command);
      for (const word of namedBy(call)) {
        if (told.has(word.text) || !isPathMissing(project, script, word)) continue;
        told.add(word.text);
        const [stack] = project.stacks;
        const [file] = stack?.files ?? [];
        yield {
          at: word.span,
          message: `${script.file} runs docker compose with ${word.text}, which does not exist`,
          object: `file ${word.text}`,
          ...reworded(project, usesOf(script, word.text), composeFileMeant(project, word.text)),
          related:
            file === undefined
              ? []
              : [{ at: { file, start: 0, end: 0 }, message: 'this compose file is in the repository' }],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
        'scripts/deploy.sh': `
          #!/bin/sh
          docker compose -f docker-compose.prod.yml pull
          docker compose -f docker-compose.prod.yml up -d
        `,
      },
      'scripts/deploy.sh:2:19',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
        'compose.prod.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
        'scripts/deploy.sh': `
          #!/bin/sh
          set -e
          docker compose -f "docker-compose.prod.yml" pull
          docker compose -f docker-compose.prod.yml up -d \\
            --wait # until healthy
        `,
      },
      'scripts/deploy.sh:3:19',
      {
        'scripts/deploy.sh': `
          #!/bin/sh
          set -e
          docker compose -f "compose.prod.yaml" pull
          docker compose -f compose.prod.yaml up -d \\
            --wait # until healthy
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
        'package.json': `
          {"scripts": {"up": "docker compose -f docker-compose.yaml up"}}
        `,
        '.gitlab-ci.yml': `
          variables: {COMPOSE: docker-compose.staging.yml}
          .deploy:
            script:
              - docker compose -f $COMPOSE up -d --wait
          staging:
            extends: .deploy
        `,
      },
      ['package.json:1:39', '.gitlab-ci.yml:4:25'],
    ),
    good({
      'deploy/compose.prod.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      Makefile:
        'up:\n\tcp .env.example .env.prod\n\tdocker compose -f deploy/compose.prod.yaml --env-file .env.prod up -d\n',
    }),
    // Made on each machine.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'start.sh': 'docker compose --env-file .env.local up -d\n',
    }),
  ],
});

function namedBy(call: ReturnType<typeof composeCallOf>): readonly ScriptWord[] {
  // `.env.local` and the like are made on each machine.
  const envFiles = call?.envFiles.filter(({ text }) => !/(?:^|\/)\.env(?:\.|$)/.test(text)) ?? [];
  return [...(call?.files ?? []), ...envFiles];
}

function usesOf({ commands }: Script, name: string): readonly ScriptWord[] {
  return commands.flatMap((command) => namedBy(composeCallOf(command))).filter(({ text }) => text === name);
}

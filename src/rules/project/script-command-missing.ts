import { bad, defineRule, good } from '../rule.ts';
import { withoutSudo } from '../shared/compose-call.ts';
import {
  commandsNamed,
  missingIn,
  nearestCommand,
  nearTo,
  wordsFor,
  wordsNaming,
} from '../shared/package-commands.ts';
import { bringsFiles } from '../shared/script-path.ts';
import { reworded } from '../shared/word-fix.ts';

export default defineRule({
  id: 'script-command-missing',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A script calls an npm script or make target that does not exist',
  why: 'The call fails: the deployment stops there, or goes on without what the call was to do.',
  fix: 'Name the command that exists, or add it.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-run'],
  on: 'script',
  *check(script, { project }) {
    if (bringsFiles(script)) return;
    const told = new Set<string>();
    const all = script.commands.map(withoutSudo);
    for (const words of all) {
      for (const named of commandsNamed(words)) {
        const word = words[named.index];
        const files = missingIn(project, named);
        if (files === undefined || word === undefined || told.has(named.name)) continue;
        told.add(named.name);
        const near = nearTo(files, named.name);
        yield {
          at: word.span,
          message: `${script.file} calls the ${wordsFor(named)}, which does not exist`,
          object: wordsFor(named),
          related: near === undefined ? [] : [near],
          ...reworded(project, wordsNaming(all, named), nearestCommand(files, named.name)),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'package.json': `
          {"name": "shop", "scripts": {"build": "tsc", "db:migrate": "prisma migrate deploy"}}
        `,
        'deploy.sh': `
          docker compose build
          npm run migrate
          docker compose up -d
        `,
      },
      'deploy.sh:2:9',
    ),
    bad(
      {
        'package.json': `
          {"name": "shop", "scripts": {"migrate": "prisma migrate deploy"}}
        `,
        'deploy.sh': `
          docker compose build   # all of it
          sudo npm run "migrte" && docker compose up -d
          npm run migrte -- --dry-run
        `,
      },
      'deploy.sh:2:14',
      {
        'deploy.sh': `
          docker compose build   # all of it
          sudo npm run "migrate" && docker compose up -d
          npm run migrate -- --dry-run
        `,
      },
    ),
    bad(
      {
        Makefile: 'release:\n\t./release.sh\n',
        '.gitlab-ci.yml': `
          deploy:
            script:
              - make relaese
        `,
      },
      '.gitlab-ci.yml:3:12',
      {
        '.gitlab-ci.yml': `
          deploy:
            script:
              - make release
        `,
      },
    ),
    good({
      'package.json': `
        {"name": "shop", "scripts": {"build": "tsc", "db:migrate": "prisma migrate deploy"}}
      `,
      'deploy.sh': `
        docker compose build
        npm run db:migrate
        npm run lint --if-present
        docker compose up -d
      `,
    }),
  ],
});

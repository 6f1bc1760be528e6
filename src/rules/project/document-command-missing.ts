import type { Span } from '../../base/span.ts';
import type { Problem, Related } from '../../model/finding.ts';
import { bad, defineRule, good } from '../rule.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';
import {
  commandsNamed,
  missingIn,
  nearestCommand,
  nearTo,
  wordsFor,
  wordsNaming,
} from '../shared/package-commands.ts';
import { reworded } from '../shared/word-fix.ts';

export default defineRule({
  id: 'document-command-missing',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document names an npm script or make target that does not exist',
  why: 'Whoever follows the document gets an error, and does not learn what to do instead.',
  fix: 'Name the command that exists, or add the one that the document promises.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-run'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    const missing = new Map<
      string,
      { readonly at: Span; readonly near: Related | undefined; readonly fixed: Pick<Problem, 'fix'> }
    >();
    const lines = script?.commands.map(({ words }) => words) ?? [];
    for (const { words } of script?.commands ?? []) {
      for (const named of commandsNamed(words)) {
        const at = words[named.index]?.span;
        const files = missingIn(project, named);
        if (files === undefined || at === undefined || isPlaceholder(named.name)) continue;
        const what = wordsFor(named);
        if (missing.has(what)) continue;
        const uses = wordsNaming(lines, named);
        const fixed = reworded(project, uses, nearestCommand(files, named.name));
        missing.set(what, { at, near: nearTo(files, named.name), fixed });
      }
    }
    // A document that is out of date is one fact, whatever it names.
    const [first, ...rest] = missing;
    if (first === undefined) return;
    const [what, { at, near, fixed }] = first;
    yield {
      at,
      message: `${document.file} names the ${what}${rest.length === 0 ? '' : ` and ${rest.length} more`}, which ${rest.length === 0 ? 'does' : 'do'} not exist`,
      object: 'commands',
      // One of several that are missing would leave the finding.
      ...(rest.length === 0 ? fixed : {}),
      severity: documentSeverity(document),
      related: [
        ...(near === undefined ? [] : [near]),
        ...rest.map(([other, { at: place }]) => ({ at: place, message: `there is no ${other} either` })),
      ],
    };
  },
  examples: [
    bad(
      {
        Makefile: 'up:\n\tdocker compose up -d\n',
        'package.json': `
          {"name": "shop", "scripts": {"build": "tsc", "db:migrate": "prisma migrate deploy"}}
        `,
        'README.md': `
          # Shop

          ~~~sh
          npm run db:migrations
          make deploy
          ~~~
        `,
      },
      'README.md:4:9',
    ),
    bad(
      {
        Makefile: `
          deploy:
          	docker compose up -d
        `,
        'README.md': `
          # Shop

          1. Start it:

             \`\`\`sh
             make deplyo # once a day
             \`\`\`
        `,
      },
      'README.md:6:9',
      {
        'README.md': `
          # Shop

          1. Start it:

             \`\`\`sh
             make deploy # once a day
             \`\`\`
        `,
      },
    ),
    good({
      Makefile: 'up:\n\tdocker compose up -d\n',
      'package.json': `
        {"name": "shop", "scripts": {"build": "tsc", "db:migrate": "prisma migrate deploy"}}
      `,
      'README.md': `
        # Shop

        ~~~sh
        npm run db:migrate
        make up ENVIRONMENT=staging
        ~~~
      `,
    }),
  ],
});

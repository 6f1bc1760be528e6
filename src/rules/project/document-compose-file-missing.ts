import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';
import { composeFileMeant, isPathMissing } from '../shared/script-path.ts';
import { reworded } from '../shared/word-fix.ts';

export default defineRule({
  id: 'document-compose-file-missing',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document tells to run docker compose with a file that does not exist',
  why: 'Whoever follows the document, often in an emergency, gets an error at the first command.',
  fix: 'Name the compose file that the repository has.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    // Without any compose file the document is about another place.
    const file = project.stacks[0]?.files[0];
    if (script === undefined || file === undefined) return;
    const told = new Set<string>();
    for (const command of script.commands) {
      for (const word of composeCallOf(command)?.files ?? []) {
        if (told.has(word.text) || isPlaceholder(word.text) || !isPathMissing(project, script, word))
          continue;
        told.add(word.text);
        yield {
          at: word.span,
          message: `${document.file} runs docker compose with ${word.text}, which does not exist`,
          object: `file ${word.text}`,
          ...reworded(
            project,
            script.commands
              .flatMap((one) => composeCallOf(one)?.files ?? [])
              .filter(({ text }) => text === word.text),
            composeFileMeant(project, word.text),
          ),
          severity: documentSeverity(document),
          related: [{ at: { file, start: 0, end: 0 }, message: 'this compose file is in the repository' }],
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
        'README.md': `
          # Shop

          ~~~sh
          docker compose -f docker-compose.prod.yml up -d
          ~~~
        `,
      },
      'README.md:4:19',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
        'README.md': '# Shop\r\n\r\n```sh\r\ndocker compose -f docker-compose.yml up -d\r\n```\r\n',
      },
      'README.md:4:19',
      {
        'README.md': '# Shop\r\n\r\n```sh\r\ndocker compose -f compose.yaml up -d\r\n```\r\n',
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'README.md': `
        # Shop

        Save this as \`compose.override.yml\`, then:

        ~~~sh
        docker compose -f compose.yaml -f compose.override.yml up -d
        ~~~
      `,
    }),
  ],
});

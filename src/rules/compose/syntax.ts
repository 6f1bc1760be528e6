import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'syntax',
  area: 'compose',
  severity: 'critical',
  aliases: ['dclint:invalid-yaml', 'compose-go:parse'],
  title: 'A compose file is not valid YAML',
  why: 'Compose refuses the file, so nothing starts, and rules see only what could still be read.',
  fix: 'Correct the line, or the one above it.',
  references: ['https://yaml.org/spec/1.2.2/'],
  // What is read behind a mistake is off as well.
  joins: 'file',
  takes: ({ code }) =>
    (code.startsWith('yaml-') && code !== 'yaml-duplicate-key') ||
    code === 'encoding' ||
    code === 'unreadable',
  // Most programs take it.
  severityOf: ({ code }) => (code === 'yaml-quote-shallow' ? 'low' : undefined),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              command: ["node", "server.js"
        `,
      },
      'compose.yaml:4:34',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            command: ["node", "server.js"]
      `,
    }),
  ],
});

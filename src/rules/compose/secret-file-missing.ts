import { bad, defineRule, good } from '../rule.ts';
import { isMissingFor } from '../shared/path.ts';

export default defineRule({
  id: 'secret-file-missing',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: ['compose-go:file-object'],
  title: 'The file of a secret or config does not exist',
  why: 'The containers that use it are not created.',
  fix: 'Add the file (for a secret: outside git, and say so in the readme), or correct the path.',
  references: ['https://docs.docker.com/reference/compose-file/secrets/'],
  on: 'stack',
  *check(stack, { project }) {
    const services = [...stack.services.values()];
    for (const kind of ['secrets', 'configs'] as const) {
      for (const object of stack[kind].values()) {
        if (object.file === undefined || !isMissingFor(project, stack, object.file.value)) continue;
        const users = services.filter((service) => service[kind].some((use) => use.name === object.name));
        if (users.length === 0) continue;
        yield {
          at: object.file.span,
          message: `${kind.slice(0, -1)} ${object.name} is read from ${object.file.value}, which does not exist`,
          object: `${kind}.${object.name}.file`,
          // A secret's file rightly is not in the repository.
          severity: kind === 'secrets' ? 'medium' : 'critical',
          confidence: kind === 'secrets' ? 'possible' : 'likely',
          related: users.map((user) => ({ at: user.nameSpan, message: `${user.name} uses it` })),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              secrets: [db_password]
              configs: [tuning]
          secrets:
            db_password:
              file: ./secrets/db_password
          configs:
            tuning:
              file: ./postgres.conf
        `,
      },
      ['compose.yaml:8:11', 'compose.yaml:11:11'],
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            secrets: [db_password]
            configs: [tuning]
        secrets:
          db_password:
            file: ./secrets/db_password
        configs:
          tuning:
            file: ./postgres.conf
      `,
      'postgres.conf': 'shared_buffers = 256MB\n',
      '.gitignore': 'secrets/\n',
    }),
  ],
});

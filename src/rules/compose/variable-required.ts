import type { Project } from '../../model/project.ts';
import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'variable-required',
  area: 'compose',
  severity: 'low',
  aliases: ['compose-go:interpolation'],
  title: 'A variable that the file requires is not set',
  why: 'Compose stops with the message of the expression until the variable is set.',
  fix: 'Set the variable in the environment or in `.env`.',
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  generate: 'secrets',
  // Without an env file beside the stack the values are meant to come from outside.
  takes: ({ code, span }, project) => code === 'variable-required' && hasEnvFileBeside(project, span.file),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                API_TOKEN: \${API_TOKEN:?set it in .env}
        `,
        '.env': 'TAG=1.4.2\n',
      },
      'compose.yaml:5:18',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              API_TOKEN: \${API_TOKEN:?set it in .env}
      `,
      '.env': 'API_TOKEN=from-vault\n',
    }),
  ],
});

function hasEnvFileBeside(project: Project, file: string): boolean {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return project.envFiles.get(`${folder}.env`) !== undefined;
}

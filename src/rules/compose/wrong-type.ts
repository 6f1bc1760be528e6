import { bad, good } from '../rule.ts';
import { holdsUnsetVariable, problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'wrong-type',
  area: 'compose',
  severity: 'critical',
  aliases: ['dclint:invalid-schema', 'compose-go:schema'],
  title: 'A value has a type that compose does not take',
  why: 'Compose refuses the file, so nothing starts.',
  fix: 'Write the value in the form that the message names.',
  references: ['https://docs.docker.com/reference/compose-file/'],
  takes: ({ code, span }, project) => code === 'wrong-type' && !holdsUnsetVariable(project, span),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: 8080
        `,
      },
      'compose.yaml:4:12',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:8080"]
      `,
    }),
  ],
});

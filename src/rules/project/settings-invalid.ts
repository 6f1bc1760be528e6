import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'settings-invalid',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'A file of seaworthy holds something that is not understood',
  why: 'The setting has no effect: a budget, a gate, a phase or a waiver you count on is not there.',
  fix: 'Correct the key or the value as the message says.',
  references: ['https://github.com/seaworthy/seaworthy/blob/main/docs/settings.md'],
  takes: ({ span }, { artifacts }) =>
    artifacts.some(
      ({ file, kind }) =>
        file === span.file && (kind === 'settings' || kind === 'waivers' || kind === 'compose'),
    ),
  // The files may come yet, and nothing else is lost.
  severityOf: ({ code }) => (code === 'unused-pattern' ? 'low' : undefined),
  examples: [
    bad(
      {
        'seaworthy.yaml': `
          engine: local
          budgett:
            memory: 2Gi
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'seaworthy.yaml:2:1',
      {
        'seaworthy.yaml': `
          engine: local
          budget:
            memory: 2Gi
        `,
      },
    ),
    bad(
      {
        'seaworthy.yaml': `
          overrides:
            - files: ["legacy/**", compose.yaml]
              rules: { compose/image-tag-floatng: off }
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      ['seaworthy.yaml:2:13', 'seaworthy.yaml:3:14'],
      {
        'seaworthy.yaml': `
          overrides:
            - files: ["legacy/**", compose.yaml]
              rules: { compose/image-tag-floating: off }
        `,
      },
    ),
    good({
      'seaworthy.yaml': `
        engine: local
        budget:
          memory: 2Gi
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { writtenAt } from '../shared/source-text.ts';

export default problemRule({
  id: 'extends-target-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:extends-not-found', 'compose-go:include-cycle'],
  title: 'A file or service that is extended or included does not exist',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Correct the path or the service name.',
  references: ['https://docs.docker.com/reference/compose-file/services/#extends'],
  takes: ({ code }) => /^(?:extends|include)-/.test(code),
  // By itself it is refused all the same.
  severityOf: ({ code, span }, project) =>
    code === 'extends-missing' && isLaidOverOneAbove(project, span) ? 'medium' : undefined,
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              extends:
                file: common.yaml
                service: base
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:4:13',
    ),
    bad(
      {
        'docker/ssl.compose.yaml': `
          services:
            api:
              extends: {file: compose.yaml, service: api}
              environment: {TRUST_PROXY: "true"}
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'docker/ssl.compose.yaml:3:21',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            extends:
              file: common.yaml
              service: base
            image: ghcr.io/acme/api:1.4.2
      `,
      'common.yaml': `
        services:
          base:
            environment: {TZ: UTC}
      `,
    }),
  ],
});

/** Paths of files that are laid over another start from the folder of the first: from there it may be found. */
function isLaidOverOneAbove(project: Project, span: Span): boolean {
  const path = writtenAt(project, span).replace(/^["']|["']$/g, '');
  const folders = span.file.split('/').slice(0, -2);
  return [...folders.keys(), folders.length].some((depth) => {
    const above = folders.slice(0, depth).map((folder) => `${folder}/`);
    return project.stacks.some(({ files }) => files[0] === `${above.join('')}${path.replace(/^\.\//, '')}`);
  });
}

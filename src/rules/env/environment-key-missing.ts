import type { EnvFile } from '../../model/env-file.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isPlatformVariable } from '../shared/source.ts';

export default defineRule({
  id: 'environment-key-missing',
  area: 'env',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'The env file for production lacks a key that another environment has',
  why: 'It works in staging, and in production the variable is empty: the drift shows at the first release that needs it.',
  fix: 'Add the key with the value for production, or remove it where it is no longer used.',
  references: ['https://12factor.net/config'],
  on: 'env-file',
  *check(file, { project }) {
    const production = environmentOf(file);
    if (production === undefined || !/^prod(?:uction)?$/.test(production.name)) return;
    const own = new Set(file.entries.map(({ name }) => name.value));
    const text = project.texts.get(file.file)?.text ?? '';
    for (const other of project.envFiles.values()) {
      const environment = environmentOf(other);
      if (
        environment?.base !== production.base ||
        environment.rest !== production.rest ||
        !/^(?:staging|stage|preprod|uat|qa)$/.test(environment.name)
      )
        continue;
      const missing = other.entries.filter(
        ({ name }) => !own.has(name.value) && !text.includes(name.value) && isUsed(project, name.value),
      );
      const [first, ...rest] = missing;
      if (first === undefined) continue;
      yield {
        at: { file: file.file, start: 0, end: 0 },
        message: `${file.file} lacks ${first.name.value}${rest.length === 0 ? '' : ` and ${rest.length} more`}, which ${other.file} has`,
        object: `keys of ${other.file}`,
        related: missing
          .slice(0, 5)
          .map(({ name }) => ({ at: name.span, message: `${name.value} stands here` })),
      };
    }
  },
  examples: [
    bad(
      {
        '.env.staging': 'LOG_LEVEL=debug\nPAYMENT_URL=https://pay.staging.example.com\n',
        '.env.production': 'LOG_LEVEL=info\n',
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                PAYMENT_URL: \${PAYMENT_URL}
        `,
      },
      '.env.production:1:1',
    ),
    good({
      '.env.staging': 'LOG_LEVEL=debug\nPAYMENT_URL=https://pay.staging.example.com\nSEED=1\n',
      '.env.production': 'LOG_LEVEL=info\nPAYMENT_URL=https://pay.example.com\n',
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              PAYMENT_URL: \${PAYMENT_URL}
      `,
    }),
  ],
});

/** `.env.staging.example` is `.env`, staging, `.example`. */
function environmentOf({ file }: EnvFile) {
  const match =
    /^(.*?)[._-](prod(?:uction)?|staging|stage|preprod|uat|qa)((?:[._-](?:example|sample|template|dist))?(?:\.env)?)$/i.exec(
      file,
    );
  return match === null
    ? undefined
    : { base: match[1] ?? '', name: (match[2] ?? '').toLowerCase(), rest: match[3] ?? '' };
}

/** A compose file or the code of a service reads it, and can do nothing without. */
function isUsed(project: Project, name: string): boolean {
  if (isPlatformVariable(name)) return false;
  const inStacks = project.stacks.some(({ variables }) =>
    variables.some((use) => use.name === name && use.form !== 'default' && use.form !== 'alternative'),
  );
  return (
    inStacks ||
    [...project.sources.values()].some(({ facts }) =>
      facts.some((fact) => fact.kind === 'env-read' && fact.name === name && !fact.hasDefault),
    )
  );
}

import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'dependabot-external-code',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:dependabot-execution'],
  title: 'Dependabot runs code of the packages that it updates',
  why: 'While it works out a new version, scripts of that version run, and can read the credentials of your registries.',
  fix: 'Remove `insecure-external-code-execution: allow`.',
  references: [
    'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference',
  ],
  on: 'dependabot',
  *check({ updates }, { project }) {
    for (const { ecosystem, externalCode } of updates) {
      if (externalCode?.value === 'allow')
        yield {
          at: externalCode.span,
          message: `Updates of ${ecosystem?.value ?? 'this entry'} may run code of the packages`,
          ...reviewFix(
            'Remove the setting',
            removeAt(yamlOf(project, externalCode.span.file), externalCode.span),
          ),
        };
    }
  },
  examples: [
    bad(
      {
        '.github/dependabot.yml': `
        version: 2
        updates:
          - package-ecosystem: bundler
            directory: /
            schedule: {interval: weekly}
            insecure-external-code-execution: allow
      `,
      },
      '.github/dependabot.yml:6:39',
      {
        '.github/dependabot.yml': `
          version: 2
          updates:
            - package-ecosystem: bundler
              directory: /
              schedule: {interval: weekly}
        `,
      },
    ),
    good({
      '.github/dependabot.yml': `
        version: 2
        updates:
          - package-ecosystem: bundler
            directory: /
            schedule: {interval: weekly}
            insecure-external-code-execution: deny
      `,
    }),
  ],
});

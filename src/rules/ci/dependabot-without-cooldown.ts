import { count } from '../../base/text.ts';
import { addKey } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

/** Most versions that were taken over are found and withdrawn within it. */
const week = 7;

export default defineRule({
  id: 'dependabot-without-cooldown',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:dependabot-cooldown'],
  title: 'Dependabot proposes versions on the day they come out',
  why: 'Versions that were taken over are mostly found within days; those who wait a little never see them.',
  fix: 'Add `cooldown: {default-days: 7}`; security updates do not wait for it.',
  references: [
    'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference#cooldown-',
  ],
  preset: 'strict',
  on: 'dependabot',
  *check({ updates }, { project }) {
    for (const { ecosystem, cooldown, cooldownDays, span } of updates) {
      if (cooldownDays !== undefined && cooldownDays.value < week) {
        const message = `Updates of ${ecosystem?.value ?? 'this entry'} wait for ${count(cooldownDays.value, 'day')} only`;
        yield { at: cooldownDays.span, message };
      }
      if (cooldown !== undefined) continue;
      yield {
        at: ecosystem?.span ?? span,
        message: `Updates of ${ecosystem?.value ?? 'this entry'} come without cooldown`,
        ...reviewFix(
          'Wait for a week',
          addKey(yamlOf(project, span.file), span, ['cooldown', 'default-days'], 7),
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
          - package-ecosystem: npm
            directory: /
            schedule: {interval: weekly}
      `,
      },
      '.github/dependabot.yml:3:24',
      {
        '.github/dependabot.yml': `
          version: 2
          updates:
            - package-ecosystem: npm
              directory: /
              schedule: {interval: weekly}
              cooldown:
                default-days: 7
        `,
      },
    ),
    bad(
      {
        '.github/dependabot.yml': `
        version: 2
        updates:
          - package-ecosystem: gomod
            directory: /
            schedule: {interval: weekly}
            cooldown:
              exclude: [github.com/acme/*]
      `,
      },
      '.github/dependabot.yml:3:24',
      {
        '.github/dependabot.yml': `
          version: 2
          updates:
            - package-ecosystem: gomod
              directory: /
              schedule: {interval: weekly}
              cooldown:
                exclude: [github.com/acme/*]
                default-days: 7
        `,
      },
    ),
    bad(
      {
        '.github/dependabot.yml': `
        version: 2
        updates:
          - package-ecosystem: npm
            directory: /
            schedule: {interval: weekly}
            cooldown: {default-days: 2}
      `,
      },
      '.github/dependabot.yml:6:30',
    ),
    bad(
      {
        '.github/dependabot.yml': `
        version: 2
        updates:
          - package-ecosystem: npm
            directory: /
            schedule: {interval: weekly}
            cooldown: {semver-major-days: 30}
      `,
      },
      '.github/dependabot.yml:3:24',
      {
        '.github/dependabot.yml': `
          version: 2
          updates:
            - package-ecosystem: npm
              directory: /
              schedule: {interval: weekly}
              cooldown: {semver-major-days: 30, default-days: 7}
        `,
      },
    ),
    good({
      '.github/dependabot.yml': `
        version: 2
        updates:
          - package-ecosystem: npm
            directory: /
            schedule: {interval: weekly}
            cooldown: {default-days: 7}
      `,
    }),
  ],
});

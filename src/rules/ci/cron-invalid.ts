import { cronFault, leastMinutes } from '../../base/cron.ts';
import { count } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'cron-invalid',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-cron-syntax-and-timezone'],
  title: 'A schedule is no valid time',
  why: 'GitHub refuses the workflow, or the schedule never comes.',
  fix: 'Write five fields: minute, hour, day of the month, month, day of the week.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule',
  ],
  on: 'workflow',
  *check({ triggers, folder }) {
    for (const { schedules } of triggers) {
      for (const { cron, timezone } of schedules) {
        // GitHub fills it in when it offers a template.
        const isFilledIn = folder === undefined && /^\$cron-(?:daily|weekly)$/.test(cron.value);
        const fault = isFilledIn ? undefined : cronFault(cron.value);
        if (fault !== undefined) yield { at: cron.span, message: `The schedule ${cron.value} ${fault}` };
        const least = isFilledIn || fault !== undefined ? undefined : leastMinutes(cron.value);
        if (least !== undefined && least < shortest) {
          yield {
            at: cron.span,
            message: `The schedule ${cron.value} comes each ${count(least, 'minute')}, and GitHub starts one at most each ${shortest}`,
            severity: 'low',
          };
        }
        if (timezone !== undefined && !isTimezone(timezone.value)) {
          yield { at: timezone.span, message: `There is no time zone ${timezone.value}` };
        }
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        schedule:
          - cron: "0 25 * * *"
          - cron: "@daily"
          - cron: "0 4 * * 1-5"
            timezone: Europe/Berlino
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:3:13', '.github/workflows/ci.yml:4:13', '.github/workflows/ci.yml:6:17'],
    ),
    bad(
      workflow(`
      on:
        schedule:
          - cron: "* * * * *"
          - cron: "*/3 4 * * *"
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:3:13', '.github/workflows/ci.yml:4:13'],
    ),
    good({
      'workflow-templates/scan.yml': `
        on:
          schedule:
            - cron: $cron-weekly
        jobs:
          scan:
            runs-on: ubuntu-24.04
            steps:
              - run: make scan
      `,
    }),
    good(
      workflow(`
      on:
        schedule:
          - cron: "*/15 2,14 * JAN-MAR MON-FRI"
          - cron: "*/5 * * * *"
          - cron: "30 4 1 */2 *"
            timezone: Europe/Berlin
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});

/** Minutes between two runs of a schedule. */
const shortest = 5;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

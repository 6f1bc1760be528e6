import { events } from '../../model/workflow-events.ts';
import { bad, defineRule, good } from '../rule.ts';
import { meant } from '../shared/meant.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'event-unknown',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-webhook-events'],
  title: 'A workflow is to be started by an event that does not exist',
  why: 'GitHub refuses the workflow, or it never starts.',
  fix: 'Correct the name of the event or of its type.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows',
  ],
  on: 'workflow',
  *check({ triggers }) {
    for (const { event, span, filters } of triggers) {
      const types = Object.hasOwn(events, event) ? events[event] : undefined;
      if (types === undefined) {
        yield {
          at: span,
          message: `There is no event ${event}`,
          ...meant(event, span, Object.keys(events)),
        };
        continue;
      }
      const known = types.split(' ');
      if (event === 'repository_dispatch') continue;
      for (const { value, span: at } of filters.get('types')?.values ?? []) {
        if (known.includes(value)) continue;
        yield {
          at,
          message: `The event ${event} has no type ${value}`,
          // The others still start it.
          severity: 'high',
          ...meant(value, at, known),
        };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        pull_requests:
        release:
          types: [publish]
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:2:3', '.github/workflows/ci.yml:4:13'],
      workflow(`
      on:
        pull_request:
        release:
          types: [published]
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
    good(
      workflow(`
      on:
        pull_request:
        release:
          types: [published]
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});

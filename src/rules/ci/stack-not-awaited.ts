import type { Job, Step } from '../../model/workflow.ts';
import { insertAfter, offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { slowService, startedBy } from '../shared/started-stack.ts';
import { gateOf } from '../shared/workflow-gates.ts';
import { type StepCommand, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'stack-not-awaited',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Tests start at once after docker compose, before the services are ready',
  why: 'The tests fail now and then because a database does not answer yet, and people learn to run them again.',
  fix: 'Start the stack with `docker compose up -d --wait`, which waits for the health checks.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/up/'],
  on: 'job',
  *check(job, { project }) {
    for (const { start, test } of startsBeforeTests(job)) {
      const { command, step } = start;
      if (waits.test(textBetween(job, step, test.step)) || step.workingDirectory !== undefined) continue;
      const slow = slowService(project, command, start.names);
      if (slow === undefined) continue;
      const flag = command.parts.find(({ text }) => /^(?:-d|--detach)$/.test(text));
      const at = flag && step.run?.place(flag.start, flag.end);
      yield {
        at: command.span,
        message: `job ${job.id} does not wait for ${slow.name} before it runs ${test.command.program}`,
        object: `job ${job.id}`,
        ...offer(at && review('Wait for the health checks', insertAfter(at, ' --wait'))),
        related: [
          {
            at: slow.healthcheck?.span ?? slow.nameSpan,
            message: `${slow.name} needs time until it answers`,
          },
          { at: test.command.span, message: 'the tests start here' },
        ],
      };
      return;
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: docker compose up -d db
                - run: pytest
        `,
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports: ["5432:5432"]
        `,
      },
      '.github/workflows/ci.yml:7:14',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: docker compose up -d --wait db
                - run: pytest
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: docker compose up -d --wait db
              - run: pytest
      `,
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            ports: ["5432:5432"]
      `,
    }),
  ],
});

/** What takes long is a wait as well. */
const waits =
  /sleep|wait|until|retr|timeout|healthy|\bnc\b|while|\bfor\b|dockerize|curl|pg_isready|ping|install|build|sync|migrat|\bci\b/;

interface Placed {
  readonly command: StepCommand;
  readonly step: Step;
}

function commandsOf(job: Job): readonly Placed[] {
  return job.steps.flatMap((step) =>
    stepCommands(step)
      .filter(({ depth }) => depth === 0)
      .map((command) => ({ command, step })),
  );
}

/** More starts than these before a test are no pipeline that somebody wrote. */
const maximumStarts = 20;

/** Each start of services with the first test behind it. */
function startsBeforeTests(job: Job) {
  const pairs: { start: Placed & { names: readonly string[] }; test: Placed }[] = [];
  let pending: (typeof pairs)[number]['start'][] = [];
  for (const one of commandsOf(job)) {
    const names = startedBy(one.command);
    if (names !== undefined && pending.length < maximumStarts) pending.push({ ...one, names });
    if (pending.length === 0 || !isQuickTest(one.command)) continue;
    pairs.push(...pending.map((start) => ({ start, test: one })));
    pending = [];
    if (pairs.length >= maximumStarts) break;
  }
  return pairs;
}

/** What the job does from one step to another, as text; what an action does takes time as well. */
function textBetween(job: Job, from: Step, to: Step): string {
  const steps = job.steps.slice(from.index, to.index + 1);
  return steps
    .map(({ run, name, uses }) => (uses === undefined ? `${run?.value} ${name?.value}` : 'wait'))
    .join(' ');
}

/** Programs that compile first start their tests long after. */
function isQuickTest(command: StepCommand): boolean {
  return (
    gateOf(command) === 'test' &&
    !/^(?:gradlew?|mvnw?|cargo|dotnet|go|sbt|make|task|just)$/.test(command.program)
  );
}

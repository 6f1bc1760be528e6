import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import type { Job } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { rootImageOf } from '../shared/image.ts';
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
    const commands = commandsOf(job);
    for (const [index, { command, text }] of commands.entries()) {
      const names = startedBy(command);
      if (names === undefined) continue;
      const test = commands.slice(index + 1).find((one) => gateOf(one.command) === 'test');
      const between = test === undefined ? [] : commands.slice(index, commands.indexOf(test) + 1);
      const waits =
        /sleep|wait|until|retr|timeout|healthy|\bnc\b|while|\bfor\b|dockerize|curl|pg_isready|ping/;
      if (test === undefined || waits.test(text + between.map((one) => one.text).join(' '))) continue;
      const slow = slowService(project, names);
      if (slow === undefined) continue;
      yield {
        at: command.span,
        message: `job ${job.id} does not wait for ${slow.name} before it runs ${test.command.program}`,
        object: `job ${job.id}`,
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

interface Placed {
  readonly command: StepCommand;
  /** The text of its whole step. */
  readonly text: string;
}

function commandsOf(job: Job): readonly Placed[] {
  return job.steps.flatMap((step) =>
    step.uses !== undefined
      ? []
      : stepCommands(step)
          .filter(({ depth }) => depth === 0)
          .map((command) => ({ command, text: `${step.run?.value ?? ''} ${step.name?.value ?? ''}` })),
  );
}

/** Services that `docker compose up -d` names, none for all; undefined for other commands and with `--wait`. */
function startedBy({ words }: StepCommand): readonly string[] | undefined {
  const start =
    words[0] === 'docker-compose' ? 1 : words[0] === 'docker' && words[1] === 'compose' ? 2 : undefined;
  const up = start === undefined ? -1 : words.indexOf('up', start);
  const args = up === -1 ? [] : words.slice(up + 1);
  if (
    !args.some((word) => word === '-d' || word === '--detach') ||
    args.some((word) => word.startsWith('--wait'))
  )
    return undefined;
  return args.filter((word) => !word.startsWith('-'));
}

/** A data store among those that are started. */
function slowService({ stacks }: Project, names: readonly string[]): Service | undefined {
  return stacks
    .flatMap(({ services }) => [...services.values()])
    .find(
      (service) =>
        (names.length === 0 || names.includes(service.name)) &&
        dataStoreOf(rootImageOf(service, undefined)) !== undefined,
    );
}

import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Job } from '../../model/workflow.ts';
import { bad, defineRule, type ExampleFiles, good } from '../rule.ts';
import { textsOf } from '../shared/matrix-values.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'runner-label-unknown',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-runner-labels'],
  title: 'A job asks for a runner that GitHub does not offer',
  why: 'Unless a runner of your own has this label, the job waits for a day and is then cancelled.',
  fix: 'Use a label of the documentation, or add `self-hosted` for a runner of your own.',
  references: ['https://docs.github.com/en/actions/reference/runners/github-hosted-runners'],
  on: 'job',
  *check(job, { project }) {
    const [label, ...others] = job.runsOn;
    if (label === undefined) return;
    if (others.length > 0) {
      yield* conflictOf(job);
      return;
    }
    const texts = textsOf(job, label);
    for (const [index, { value, span }] of texts.entries()) {
      if (texts.findIndex((one) => one.value === value) < index) continue;
      const name = value.toLowerCase();
      if (retired.has(name)) {
        const message = `${job.id} asks for ${value}, which GitHub no longer offers`;
        yield { at: span, message, severity: 'critical' };
      } else if (!isOffered(name) && looksOffered.test(name) && !isOwn(project, name)) {
        yield { at: span, message: `${job.id} asks for ${value}, which is no label that GitHub offers` };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        old:
          runs-on: ubuntu-20.04
          steps:
            - run: make
        odd:
          runs-on: ubuntu-lastest
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:4:14', '.github/workflows/ci.yml:8:14'],
    ),
    bad(
      workflow(`
      on: push
      jobs:
        each:
          runs-on: \${{ matrix.os }}
          strategy:
            matrix:
              os: [ubuntu-24.04, macos-12]
              include: [{os: linux-latest}]
          steps:
            - run: make
        both:
          runs-on: [ubuntu-latest, windows-latest]
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:7:28', '.github/workflows/ci.yml:8:24', '.github/workflows/ci.yml:12:30'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
        own:
          runs-on: [self-hosted, linux, gpu]
          steps:
            - run: make
        each:
          runs-on: \${{ matrix.on.runner }}
          strategy:
            matrix:
              on: [{runner: ubuntu-24.04}, {runner: our-large-one}, {runner: '\${{ vars.RUNNER }}'}]
          steps:
            - run: make
    `),
    ),
    good({
      ...ownRunner('build'),
      ...ownRunner('test'),
      ...ownRunner('release'),
    }),
  ],
});

const looksOffered =
  /^(?:(?:ubuntu|windows|macos)-[\w.]+|(?:linux|debian|fedora|win|mac|osx|macosx)-latest)$/;

/** Several labels are those of an own runner, which has all of them: two of GitHub's systems no machine has. */
function* conflictOf({ id, runsOn }: Job): Iterable<Problem> {
  const systems = runsOn.flatMap(({ value, span }) => {
    const name = value.toLowerCase();
    return isOffered(name) ? [{ system: name.split('-')[0], value, span }] : [];
  });
  const [first] = systems;
  const other = systems.find(({ system }) => system !== first?.system);
  if (first === undefined || other === undefined) return;
  yield {
    at: other.span,
    message: `${id} asks for one runner that is both ${first.value} and ${other.value}`,
  };
}

/** What so many workflows ask for is a larger runner of the organisation, named by it. */
function isOwn({ ci }: Project, name: string): boolean {
  const users = [...ci.workflows.values()].filter(({ jobs }) =>
    [...jobs.values()].some(({ runsOn }) => runsOn.some(({ value }) => value.toLowerCase() === name)),
  );
  return users.length >= 3;
}

function ownRunner(name: string): ExampleFiles {
  return {
    [`.github/workflows/${name}.yml`]: `
      on: push
      jobs:
        ${name}:
          runs-on: ubuntu-x64-large
          steps:
            - run: make ${name}
    `,
  };
}

/** Source: https://github.com/actions/runner-images, "Deprecated images" in the announcements. */
const retired = new Set([
  'ubuntu-16.04',
  'ubuntu-18.04',
  'ubuntu-20.04',
  'windows-2016',
  'windows-2019',
  'macos-10.15',
  'macos-11',
  'macos-12',
  'macos-13',
]);

function isOffered(name: string): boolean {
  if (/^(?:ubuntu|windows|macos)-latest(?:-large|-xlarge)?$/.test(name) || name === 'ubuntu-slim')
    return true;
  // Newer years than those known today are not called wrong.
  if (
    /^ubuntu-(?:2[2-9]|[3-9]\d)\.04(?:-arm)?(?:-\w+)*$/.test(name) ||
    /^windows-(?:20(?:2[2-9]|[3-9]\d)|11-arm)(?:-\w+)*$/.test(name)
  )
    return true;
  return /^macos-(?:1[4-9]|[2-9]\d)(?:-\w+)*$/.test(name);
}

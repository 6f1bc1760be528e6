import type { Project } from '../../model/project.ts';
import { bad, defineRule, type ExampleFiles, good } from '../rule.ts';
import { isDynamic } from '../shared/workflow.ts';
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
  *check({ runsOn, id }, { project }) {
    const [label] = runsOn;
    // Several labels are those of an own runner.
    if (runsOn.length !== 1 || label === undefined || isDynamic(label.value)) return;
    const { value, span } = label;
    const name = value.toLowerCase();
    if (retired.has(name)) {
      yield {
        at: span,
        message: `${id} asks for ${value}, which GitHub no longer offers`,
        severity: 'critical',
      };
      return;
    }
    if (isOffered(name) || !/^(?:ubuntu|windows|macos)-[\w.]+$/.test(name) || isOwn(project, name)) return;
    yield { at: span, message: `${id} asks for ${value}, which is no label that GitHub offers` };
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
    `),
    ),
    good({
      ...ownRunner('build'),
      ...ownRunner('test'),
      ...ownRunner('release'),
    }),
  ],
});

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

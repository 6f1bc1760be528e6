import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Job } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { compare, type Version, versionOf } from '../shared/runtime-version.ts';
import { isTestPath } from '../shared/source.ts';
import { actionName, inputOf } from '../shared/workflow.ts';
import { written } from '../shared/workflow-edits.ts';
import { hasTests } from '../shared/workflow-gates.ts';

interface Language {
  readonly name: string;
  readonly image: string;
  readonly action: string;
  readonly input: string;
  /** How many parts of the version must agree. */
  readonly parts: number;
}

const languages: readonly Language[] = [
  { name: 'Node.js', image: 'node', action: 'actions/setup-node', input: 'node-version', parts: 1 },
  { name: 'Python', image: 'python', action: 'actions/setup-python', input: 'python-version', parts: 2 },
];

export default defineRule({
  id: 'tested-runtime-differs',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Tests run with another version of the language than the image',
  why: 'What the tests prove does not hold for what is deployed: a feature or a library may be missing there.',
  fix: 'Test with the version of the base image, or run the tests in the image.',
  references: ['https://docs.github.com/en/actions/tutorials/build-and-test-code/nodejs'],
  on: 'project',
  *check(project) {
    if (project.ci.workflows.size === 0) return;
    for (const language of languages) {
      const built = imageVersions(project, language);
      const tested = testedVersions(project, language);
      const [first] = built;
      if (first === undefined || tested === undefined) continue;
      // Several images may be for several programs; then some test need fit each of them only.
      const agree = (a: Version, b: Version) =>
        compare(a.slice(0, language.parts), b.slice(0, language.parts)) === 0;
      if (built.some(({ version }) => tested.some((one) => agree(one.version, version)))) continue;
      const [test] = tested;
      if (test === undefined) continue;
      const versions = new Set(built.map((one) => one.version.slice(0, language.parts).join('.')));
      const [version] = versions;
      yield {
        at: test.span,
        message: `tests run with ${language.name} ${test.value}, and ${first.span.file} builds on ${first.value}`,
        object: `${language.name} version`,
        // 3.10 without quotes is the number 3.1.
        ...(versions.size === 1 && tested.length === 1 && version !== undefined && !version.endsWith('0')
          ? written(project, test.span, version)
          : {}),
        related: [{ at: first.span, message: 'the image is based on this' }],
      };
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
                - uses: actions/setup-node@v4
                  with: {node-version: 18}
                - run: npm ci && npm test
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          COPY . .
        `,
      },
      '.github/workflows/ci.yml:8:30',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - uses: actions/setup-node@v4
                  with: {node-version: 22}
                - run: npm ci && npm test
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
              - uses: actions/setup-node@v4
                with: {node-version: 22.x}
              - run: npm ci && npm test
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        COPY . .
      `,
    }),
  ],
});

interface Found extends Located<string> {
  readonly version: Version;
}

/** Versions of the official image under the last stages of all Dockerfiles. */
function imageVersions({ dockerfiles }: Project, { image, parts }: Language): readonly Found[] {
  return [...dockerfiles.values()].flatMap((dockerfile) => {
    const base = dockerfile.stages.find(
      ({ image: facts }) => facts.rootImage === dockerfile.stages.at(-1)?.image.rootImage,
    );
    const name = base?.image.rootImage === undefined ? undefined : parseImage(base.image.rootImage);
    const version = name?.repository === image ? versionOf(name.tag) : undefined;
    const isOther =
      isTestPath(dockerfile.file) ||
      /(?:^|[./-])(?:dev|test|ci|e2e|docs?)(?:[./-]|$)|\.devcontainer/i.test(dockerfile.file);
    if (base === undefined || version === undefined || version.length < parts || isOther) return [];
    return [{ value: base.image.rootImage ?? '', span: base.base.span, version }];
  });
}

/** Undefined when a matrix, a file or a name like `lts/*` decides for some test, or nothing sets a version. */
function testedVersions({ ci }: Project, { action, input, parts }: Language): readonly Found[] | undefined {
  const found: Found[] = [];
  for (const workflow of ci.workflows.values()) {
    for (const job of workflow.jobs.values()) {
      const setups = job.steps.filter((one) => actionName(one) === action);
      if (setups.length === 0 || !hasTests(job) || runsImages(job)) continue;
      for (const step of setups) {
        const text = inputOf(step, input);
        const version = versionOf(text?.value.replace(/\.x$/, ''));
        if (text === undefined || version === undefined || version.length < parts) return undefined;
        found.push({ value: text.value, span: text.span, version });
      }
    }
  }
  return found.length === 0 ? undefined : found;
}

/** Tests that run images are tests of what is in the images. */
function runsImages({ steps }: Job): boolean {
  const docker = /\bdocker\b/;
  return steps.some(({ run, uses }) => docker.test(run?.value ?? '') || docker.test(uses?.value ?? ''));
}

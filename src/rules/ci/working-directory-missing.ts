import { literal, nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Job, Step, TextValue, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { looksMade } from '../shared/build.ts';
import { isMissing } from '../shared/path.ts';
import { actionName, localAction, usedBy } from '../shared/workflow.ts';
import { checkedOut, plainFolder } from '../shared/workflow-checkouts.ts';
import { written } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'working-directory-missing',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A step runs in a folder that does not exist',
  why: 'The shell is not even started: the step fails, and with it the job.',
  fix: 'Correct the path; it counts from the root of the workspace.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsworking-directory',
  ],
  on: 'workflow',
  *check(workflow, { project }) {
    if (!workflow.whole) return;
    // Steps share a path of their job, and of the workflow.
    const told = new Set<number>();
    for (const job of workflow.jobs.values()) {
      for (const step of job.steps) {
        const folder = folderOf(workflow, job, step);
        if (folder === undefined || told.has(folder.span.start) || asksFirst(job, step)) continue;
        const gone = goneFolder(project, workflow, job, step, folder.value);
        if (gone === undefined) continue;
        told.add(folder.span.start);
        yield {
          at: folder.span,
          message: `job ${job.id} works in ${gone.path}, which does not exist`,
          ...(step.continueOnError === undefined ? {} : { severity: 'medium' as const }),
          ...(gone.near === undefined
            ? {}
            : {
                advice: `Did you mean ${gone.near}?`,
                ...written(project, folder.span, folder.value.replace(gone.path, gone.near)),
              }),
        };
      }
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            api:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: npm ci
                  working-directory: ./backned
        `,
        'backend/package.json': '{"name": "api"}\n',
      },
      '.github/workflows/ci.yml:8:28',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            api:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: npm ci
                  working-directory: ./backend
        `,
      },
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            web:
              runs-on: ubuntu-24.04
              defaults:
                run: {working-directory: web}
              steps:
                - uses: actions/checkout@v4
                - run: npm ci
                - run: npm test
            tools:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                  with: {repository: acme/tools, path: tools}
                - run: make
                  working-directory: tool
        `,
        'apps/web/package.json': '{"name": "web"}\n',
      },
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:17:28'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            web:
              runs-on: ubuntu-24.04
              defaults:
                run: {working-directory: apps/web}
              steps:
                - uses: actions/checkout@v4
                - run: npm ci
                - run: npm test
            tools:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                  with: {repository: acme/tools, path: tools}
                - run: make
                  working-directory: tools
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          api:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: npm ci
                working-directory: backend
              - run: mkdir -p reports
              - run: echo ready > ready.txt
                working-directory: reports
              - uses: actions/download-artifact@v4
              - run: ls
                working-directory: site
          sample:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
                with: {repository: acme/sample, path: sample}
              - run: make
                working-directory: sample/app
      `,
      'backend/package.json': '{"name": "api"}\n',
    }),
  ],
});

function folderOf(workflow: Workflow, job: Job, step: Step): TextValue | undefined {
  return step.run === undefined
    ? undefined
    : (step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory);
}

/** A condition on what lies there, or on what a step has found. */
function asksFirst(job: Job, step: Step): boolean {
  return [job.condition, step.condition].some((one) => /hashFiles|steps\.|needs\./.test(one?.value ?? ''));
}

interface Gone {
  readonly path: string;
  readonly near: string | undefined;
}

function goneFolder(
  project: Project,
  workflow: Workflow,
  job: Job,
  step: Step,
  value: string,
): Gone | undefined {
  const path = plainFolder(value);
  if (path === undefined || path === '') return undefined;
  const before = job.steps.slice(0, step.index);
  const place = checkedOut(workflow, before, path);
  if (place === undefined || looksMade(path)) return undefined;
  if (place.kind === 'ours' && !isMissing(project, place.path)) return undefined;
  const names = place.kind === 'ours' ? [...foldersOf(project), ...place.folders] : place.folders;
  // Where the checkout lies at the root both paths are one.
  const near = place.kind === 'ours' && place.path !== path ? undefined : nearestFolder(path, names);
  return mayBeMade(project, workflow, before, path, near !== undefined) ? undefined : { path, near };
}

/** One of nearly the same name beside it, or the only one of its name further down. */
function nearestFolder(path: string, folders: Iterable<string>): string | undefined {
  const all = [...folders];
  const parent = path.slice(0, Math.max(path.lastIndexOf('/') + 1, 0));
  const beside = all.filter((one) => one.startsWith(parent) && !one.slice(parent.length).includes('/'));
  const near = nearest(path, beside, 2);
  if (near !== undefined) return near;
  const [only, other] = all.filter((one) => one.endsWith(`/${path}`));
  return other === undefined ? only : undefined;
}

const folderCache = new WeakMap<Project, ReadonlySet<string>>();

function foldersOf(project: Project): ReadonlySet<string> {
  const known = folderCache.get(project);
  if (known !== undefined) return known;
  const folders = new Set<string>();
  for (const file of project.files.below('')) {
    for (let at = file.lastIndexOf('/'); at > 0; at = file.lastIndexOf('/', at - 1)) {
      const folder = file.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  folderCache.set(project, folders);
  return folders;
}

const makers =
  /\b(?:clone|unzip|tar|7z|cookiecutter|copier|degit|tiged|make|new|init|create[\w-]*|generate|scaffold|cp|mv|rsync|curl|wget|gh (?:release|run)|submodule|worktree|aws|gsutil|ln)\b|\.(?:sh|py|js|ts)\b/;
const bringing = /download|artifact|restore|cache|clone|fetch|checkout|generat|scaffold|create|submodule/i;

/** Its name in a step before, or something before that may make any folder; the latter counts less where one is near. */
function mayBeMade(
  project: Project,
  workflow: Workflow,
  before: readonly Step[],
  path: string,
  hasNear: boolean,
): boolean {
  const name = new RegExp(`(?<![\\w-])${literal(path.slice(path.lastIndexOf('/') + 1))}(?![\\w-])`);
  const steps = [...before, ...before.flatMap((one) => stepsWithin(project, workflow, one))];
  return steps.some((step) => {
    const { run } = step;
    const action = actionName(step);
    const isSetUp = action?.startsWith('actions/setup-') === true;
    if (name.test((run?.value ?? '').replace(/\bcd \S+/g, ''))) return true;
    if (!isSetUp && step.with.some(({ value }) => name.test(value.value))) return true;
    if (hasNear) return false;
    return (
      makers.test(run?.value ?? '') ||
      (step.uses !== undefined && action !== 'actions/checkout' && bringing.test(step.uses.value))
    );
  });
}

/** Of an action of the repository: it works in the same folder. */
function stepsWithin(project: Project, workflow: Workflow, { uses }: Step): readonly Step[] {
  const used = usedBy(uses);
  return used?.kind === 'local' ? (localAction(project, workflow, used.path)?.steps ?? []) : [];
}

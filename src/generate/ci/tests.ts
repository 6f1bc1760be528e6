// The jobs that test: one for each program that says how it is tested.
import type { Program } from '../../model/program.ts';
import type { Project } from '../../model/project.ts';
import { parseImage } from '../../rules/shared/image.ts';
import { versionFor } from '../dockerfile/versions-table.ts';
import { pinned } from './actions-table.ts';

export interface TestJob {
  readonly id: string;
  readonly lines: readonly string[];
}

export function testJobs(project: Project): readonly TestJob[] {
  const taken = new Set<string>();
  return project.programs.flatMap((program) => {
    const steps = stepsFor(project, program);
    if (steps === undefined) return [];
    const name = program.folder === '' ? 'test' : `test-${program.folder.replace(/[^A-Za-z0-9_-]+/g, '-')}`;
    if (taken.has(name)) return [];
    taken.add(name);
    return [{ id: name, lines: jobLines(name, program.folder, steps) }];
  });
}

function jobLines(id: string, folder: string, steps: readonly string[]): readonly string[] {
  const place = folder === '' ? [] : ['    defaults:', '      run:', `        working-directory: ${folder}`];
  return [
    `  ${id}:`,
    '    runs-on: ubuntu-24.04',
    '    timeout-minutes: 20',
    '    permissions:',
    '      contents: read',
    ...place,
    '    steps:',
    ...checkout,
    ...steps,
  ];
}

export const checkout = [
  `      - uses: ${pinned('actions/checkout')}`,
  '        with:',
  '          # What runs after it needs no token of the repository.',
  '          persist-credentials: false',
];

function run(command: string): string {
  return `      - run: ${command}`;
}

const images: Readonly<Partial<Record<Program['kind'], string>>> = {
  node: 'node',
  python: 'python',
  java: 'eclipse-temurin',
};

/** Tested with what it runs on: the images of the repository say, where the program does not. */
function testedVersion(project: Project, program: Program): string {
  const bases = [...project.dockerfiles.values()].flatMap(({ stages }) =>
    stages.flatMap((stage) => parseImage(stage.image.rootImage ?? '') ?? []),
  );
  const used = bases.filter(({ repository }) => repository === images[program.kind]);
  const versions = new Set(used.flatMap(({ tag }) => /^\d+(?:\.\d+)*/.exec(tag ?? '')?.[0] ?? []));
  const [only] = versions;
  return program.version === undefined && only !== undefined && versions.size === 1
    ? only
    : versionFor(program).version;
}

/** Undefined where nothing says how it is tested. */
function stepsFor(project: Project, program: Program): readonly string[] | undefined {
  if (program.unclear !== undefined && program.kind !== 'go') return undefined;
  switch (program.kind) {
    case 'node':
      return nodeSteps(project, program);
    case 'python':
      return pythonSteps(project, program);
    case 'go':
      return [
        `      - uses: ${pinned('actions/setup-go')}`,
        '        with:',
        `          go-version-file: ${inFolder(program, 'go.mod')}`,
        ...(program.lock === undefined
          ? []
          : [`          cache-dependency-path: ${inFolder(program, program.lock)}`]),
        run('go test ./...'),
      ];
    case 'java':
      return javaSteps(project, program);
    case 'static':
      return undefined;
  }
}

function inFolder({ folder }: Program, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function nodeSteps(project: Project, program: Program): readonly string[] | undefined {
  const file = project.packages.find(({ kind, folder }) => kind === 'npm' && folder === program.folder);
  const test = file?.commands.get('test')?.value;
  // What `npm init` writes only fails.
  if (test === undefined || /no test specified/.test(test) || program.lock === undefined) return undefined;
  const version = testedVersion(project, program);
  const tool = program.tool === 'yarn-berry' ? 'yarn' : program.tool;
  const install = {
    npm: 'npm ci',
    yarn: 'yarn install --frozen-lockfile',
    pnpm: 'pnpm install --frozen-lockfile',
  }[tool === 'pnpm' || tool === 'yarn' ? tool : 'npm'];
  return [
    ...(tool === 'npm' ? [] : ['      - run: corepack enable']),
    `      - uses: ${pinned('actions/setup-node')}`,
    '        with:',
    `          node-version: "${version}"`,
    `          cache: ${tool}`,
    `          cache-dependency-path: ${inFolder(program, program.lock)}`,
    run(program.tool === 'yarn-berry' ? 'yarn install --immutable' : install),
    run(`${tool} test`),
  ];
}

function pythonSteps(project: Project, program: Program): readonly string[] | undefined {
  const file = project.packages.find(({ kind, folder }) => kind === 'python' && folder === program.folder);
  const hasTests = project.files
    .below(program.folder)
    .some((path) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path));
  const asks = file?.requires.has('pytest') === true;
  const install: Readonly<Record<string, readonly string[]>> = {
    uv: ['pip install uv==0.8.22', 'uv sync --frozen', 'uv run pytest'],
    poetry: ['pip install poetry==2.1.4', 'poetry install --no-interaction', 'poetry run pytest'],
    pip: ['pip install -r requirements.txt', 'python -m pytest'],
  };
  const commands = install[program.tool];
  if (!hasTests || commands === undefined || (program.tool !== 'pip' && !asks)) return undefined;
  const extra = ['requirements-dev.txt', 'requirements-test.txt', 'dev-requirements.txt'].find(
    (name) => project.files.kind(inFolder(program, name)) === 'file',
  );
  const more = program.tool === 'pip' && extra !== undefined ? [`pip install -r ${extra}`] : [];
  const [first = '', ...rest] = commands;
  return [
    `      - uses: ${pinned('actions/setup-python')}`,
    '        with:',
    `          python-version: "${testedVersion(project, program)}"`,
    run(first),
    ...more.map(run),
    ...rest.map(run),
  ];
}

function javaSteps(project: Project, program: Program): readonly string[] {
  const build = program.build ?? 'mvn';
  return [
    `      - uses: ${pinned('actions/setup-java')}`,
    '        with:',
    '          distribution: temurin',
    `          java-version: "${testedVersion(project, program)}"`,
    `          cache: ${program.tool}`,
    run(program.tool === 'maven' ? `${build} --batch-mode verify` : `${build} --no-daemon check`),
  ];
}

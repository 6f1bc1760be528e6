// A workflow of GitHub: review, tests, images, and a deployment that waits for all of them and can go back.
import { posix } from 'node:path';
import { SeaworthyError } from '../../base/errors.ts';
import { version } from '../../base/version.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import { pinned } from './actions-table.ts';
import { builtServices, deployScript, releaseFile, releaseOverlay, smokeUrl } from './release.ts';
import { checkout, testJobs } from './tests.ts';

const path = '.github/workflows/delivery.yml';

export const generator: Generator = {
  generate({ project, stack, asked }): Generated {
    const branch = asked.text('branch') ?? 'main';
    if (!/^[\w./-]+$/.test(branch))
      throw new SeaworthyError('USAGE', `--branch ${branch} is no name of a branch`);
    const tests = testJobs(project);
    const built = stack === undefined ? [] : builtServices(stack);
    const before = ['review', ...tests.map(({ id }) => id)];
    const jobs = [
      reviewJob(),
      ...tests.map(({ lines }) => lines),
      ...(built.length === 0 ? [] : [buildJob(built, branch, before)]),
      ...(stack === undefined ? [] : [deployJob(built.length > 0 ? [...before, 'build'] : before, branch)]),
    ];
    const text = [...head(branch), ...jobs.flatMap((lines) => ['', ...lines]).slice(1), ''].join('\n');
    const files: GeneratedFile[] = [{ path, text }];
    if (stack !== undefined) files.push(...releaseFiles(project, stack, built));
    return { files, notes: notesOf(project, stack, tests.length, branch) };
  },
};

function releaseFiles(project: Project, stack: Stack, built: readonly Service[]): readonly GeneratedFile[] {
  const script = deployScript(stack, built.length > 0, smokeUrl(project, stack));
  const overlay = { path: posix.join(stack.folder, releaseFile), text: releaseOverlay(stack, built) };
  return [...(built.length > 0 ? [overlay] : []), { path: 'deploy/deploy.sh', text: script, mode: 0o755 }];
}

function head(branch: string): readonly string[] {
  return [
    'name: Delivery',
    '',
    'on:',
    '  pull_request:',
    '  push:',
    `    branches: [${branch}]`,
    '',
    '# A newer commit of a branch ends the run of the older one; a deployment is never cut off.',
    'concurrency:',
    `  group: delivery-\${{ github.ref }}`,
    `  cancel-in-progress: \${{ github.event_name == 'pull_request' }}`,
    '',
    '# Each job asks for what it needs.',
    'permissions: {}',
    '',
    'jobs:',
  ];
}

function reviewJob(): readonly string[] {
  return [
    '  review:',
    '    runs-on: ubuntu-24.04',
    '    timeout-minutes: 10',
    '    permissions:',
    '      contents: read',
    '      security-events: write # shows the findings beside the code',
    '    steps:',
    ...checkout,
    `      - run: npx --yes seaworthy@${version} review -o sarif --output-file review.sarif`,
    '      # The findings of a review that fails are those that matter.',
    `      - if: \${{ !cancelled() && github.event.pull_request.head.repo.fork != true }}`,
    `        uses: ${pinned('github/codeql-action/upload-sarif')}`,
    '        with:',
    '          sarif_file: review.sarif',
  ];
}

function buildJob(built: readonly Service[], branch: string, needs: readonly string[]): readonly string[] {
  const services = built.flatMap(({ name, build }) => [
    `          - service: ${name}`,
    `            context: ${build?.context.value === '' ? '.' : build?.context.value}`,
    `            file: ${build?.dockerfile.value}`,
    ...(build?.target === undefined ? [] : [`            target: ${build.target.value}`]),
  ]);
  const hasTarget = built.some(({ build }) => build?.target !== undefined);
  const isPushed = `\${{ github.event_name == 'push' && github.ref == 'refs/heads/${branch}' }}`;
  return [
    '  build:',
    `    needs: [${needs.join(', ')}]`,
    '    runs-on: ubuntu-24.04',
    '    timeout-minutes: 30',
    '    permissions:',
    '      contents: read',
    '      packages: write # pushes the images',
    '    strategy:',
    '      matrix:',
    '        include:',
    ...services,
    '    steps:',
    ...checkout,
    `      - uses: ${pinned('docker/setup-buildx-action')}`,
    `      - if: ${isPushed}`,
    `        uses: ${pinned('docker/login-action')}`,
    '        with:',
    '          registry: ghcr.io',
    `          username: \${{ github.actor }}`,
    `          password: \${{ secrets.GITHUB_TOKEN }}`,
    `      - uses: ${pinned('docker/build-push-action')}`,
    '        with:',
    `          context: \${{ matrix.context }}`,
    `          file: \${{ matrix.file }}`,
    ...(hasTarget ? [`          target: \${{ matrix.target }}`] : []),
    `          push: ${isPushed}`,
    '          # By the commit: a release is one state of the code, and can be gone back to.',
    `          tags: ghcr.io/\${{ github.repository }}/\${{ matrix.service }}:\${{ github.sha }}`,
    `          cache-from: type=gha,scope=\${{ matrix.service }}`,
    `          cache-to: type=gha,mode=max,scope=\${{ matrix.service }}`,
    '          provenance: mode=max',
    '          sbom: true',
  ];
}

function deployJob(needs: readonly string[], branch: string): readonly string[] {
  return [
    '  deploy:',
    `    needs: [${needs.join(', ')}]`,
    `    if: github.event_name == 'push' && github.ref == 'refs/heads/${branch}'`,
    '    runs-on: ubuntu-24.04',
    '    timeout-minutes: 20',
    '    permissions:',
    '      contents: read',
    '      packages: read # the images that it starts',
    '    # Its reviewers, its secrets and its variables are set in the settings of the repository.',
    '    environment: production',
    '    concurrency:',
    '      group: deploy-production',
    '      cancel-in-progress: false',
    '    steps:',
    ...checkout,
    '      - name: Key of the host',
    '        env:',
    `          KEY: \${{ secrets.DEPLOY_SSH_KEY }}`,
    `          KNOWN_HOSTS: \${{ vars.DEPLOY_KNOWN_HOSTS }}`,
    '        run: |',
    '          install -d -m 700 ~/.ssh',
    '          (umask 077 && printf \'%s\\n\' "$KEY" > ~/.ssh/id_ed25519)',
    '          printf \'%s\\n\' "$KNOWN_HOSTS" > ~/.ssh/known_hosts',
    '      - name: Log the host in to the registry',
    '        env:',
    `          HOST: \${{ vars.DEPLOY_HOST }}`,
    `          TOKEN: \${{ secrets.GITHUB_TOKEN }}`,
    '        run: printf \'%s\' "$TOKEN" | ssh "$HOST" docker login ghcr.io --username "$GITHUB_ACTOR" --password-stdin',
    '      # The host keeps .env and the data; the files of the repository are put over those of the last release.',
    '      - name: Release, wait for it to be well, go back where it is not',
    '        env:',
    `          HOST: \${{ vars.DEPLOY_HOST }}`,
    `          FOLDER: \${{ vars.DEPLOY_FOLDER }}`,
    '        run: |',
    '          set -o pipefail',
    '          git archive HEAD | ssh "$HOST" "mkdir -p \'$FOLDER\' && tar -x -C \'$FOLDER\'"',
    "          ssh \"$HOST\" \"IMAGES='ghcr.io/$GITHUB_REPOSITORY' '$FOLDER/deploy/deploy.sh' '$GITHUB_SHA'\"",
  ];
}

function notesOf(project: Project, stack: Stack | undefined, tests: number, branch: string): readonly Note[] {
  const notes: Note[] = [];
  if (tests === 0)
    notes.push({
      kind: 'decide',
      text: 'nothing says how the programs are tested: the workflow has no tests',
    });
  if (stack === undefined) {
    notes.push({ kind: 'know', text: 'without a compose file nothing is built or deployed' });
    return notes;
  }
  notes.push(
    {
      kind: 'decide',
      text: 'DEPLOY_HOST (user@host), DEPLOY_FOLDER and DEPLOY_KNOWN_HOSTS are to be set as variables, DEPLOY_SSH_KEY as a secret of the environment production',
    },
    { kind: 'know', text: `what is pushed to ${branch} is deployed; --branch names another` },
  );
  if (smokeUrl(project, stack) === undefined)
    notes.push({
      kind: 'decide',
      text: 'nothing is published that speaks HTTP: only the health checks say whether a release is well',
    });
  return notes;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { linkOf } from '../../src/rules/shared/stack.ts';

/** The Dockerfile and stage behind a service of the compose file, when its image is built by a step of a pipeline. */
async function builtFor(image: string, step: string): Promise<string | undefined> {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-image-'));
  const steps = `jobs:\n  a:\n    runs-on: ubuntu-24.04\n    strategy:\n      matrix:\n        name: [api, web]\n    steps:\n${step}`;
  const files = {
    'compose.yaml': `services:\n  api:\n    image: ${image}\n`,
    '.github/workflows/image.yml': `on: push\nenv:\n  REGISTRY: ghcr.io\n  IMAGE: \${{ github.repository }}/api\n${steps}`,
    'api/Dockerfile': 'FROM node:22 AS dev\nFROM node:22 AS run\n',
    'web/Dockerfile': 'FROM nginx:1.27\n',
  };
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const project = await readProject({ root, scope: 'review', processEnv: {} });
    const service = project.stacks[0]?.services.get('api');
    const link = service && linkOf(project, service);
    return link && `${link.dockerfile?.file} ${link.stage} ${link.context}`;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const action = (...inputs: readonly string[]) =>
  ['      - uses: docker/build-push-action@v6', '        with:', ...inputs.map((one) => `          ${one}`)]
    .join('\n')
    .concat('\n');
const meta = (images: string) =>
  `      - id: meta\n        uses: docker/metadata-action@v5\n        with:\n          images: ${images}\n`;
const tags = `tags: \${{ steps.meta.outputs.tags }}`;

test.each<[string, string, string, string | undefined]>([
  ['a tag', 'acme/api:1', action('context: api', 'tags: acme/api:2'), 'api/Dockerfile 1 api'],
  ['a command', 'acme/api', '      - run: docker build -t acme/api:1 api\n', 'api/Dockerfile 1 api'],
  [
    'a stage',
    'acme/api:1',
    action('context: api', 'target: dev', 'tags: acme/api:2'),
    'api/Dockerfile 0 api',
  ],
  [
    'a tag of which the run knows the version',
    'ghcr.io/acme/api:1',
    action('context: api', `tags: ghcr.io/acme/api:\${{ github.sha }}`),
    'api/Dockerfile 1 api',
  ],
  ['tags of metadata', 'acme/api', meta('acme/api') + action('context: api', tags), 'api/Dockerfile 1 api'],
  [
    'metadata of a matrix',
    'ghcr.io/acme/web:1',
    meta(`ghcr.io/acme/\${{ matrix.name }}`) + action(`context: \${{ matrix.name }}`, tags),
    'web/Dockerfile 0 web',
  ],
  [
    'names of the environment and the repository',
    'ghcr.io/acme/shop/api:1',
    meta(`\${{ env.REGISTRY }}/\${{ env.IMAGE }}`) + action('context: api', tags),
    'api/Dockerfile 1 api',
  ],
  [
    'the image of another repository',
    'ghcr.io/acme/api:1',
    meta(`\${{ env.REGISTRY }}/\${{ env.IMAGE }}`) + action('context: api', tags),
    undefined,
  ],
  [
    'an owner without a registry, which may be another',
    'prom/api:1',
    action('context: api', `tags: \${{ secrets.OWNER }}/api:1`),
    undefined,
  ],
  ['a name of the repository alone', 'ghcr.io/a/b', meta(`ghcr.io/\${{ github.repository }}`), undefined],
  ['another image', 'acme/web', action('context: api', 'tags: acme/api:2'), undefined],
])('%s', async (_name, image, step, expected) => {
  expect(await builtFor(image, step)).toBe(expected);
});

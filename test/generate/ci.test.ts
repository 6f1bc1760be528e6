import { describe, expect, test } from 'vitest';
import { exampleFiles } from './example-files.ts';
import { generation } from './generating.ts';

const env = `POSTGRES_PASSWORD=kept-out-of-git
GATEWAY_PORT=8088
AUTH_SECRET=kept-out-of-git-too
`;

const path = '.github/workflows/delivery.yml';

describe('ci', () => {
  test('the deployment waits for review, tests and images', async () => {
    const { after, text } = await generation('ci', {
      ...exampleFiles('policy-platform/repaired'),
      '.env': env,
      'tools/cli/package.json': '{"name": "cli", "main": "index.js", "scripts": {"test": "node --test"}}\n',
      'tools/cli/package-lock.json': '{"lockfileVersion": 3, "packages": {}}\n',
      'tools/cli/index.js': "require('http').createServer().listen(3000);\n",
    });
    const workflow = after.ci.workflows.get(path);
    expect(workflow?.jobs.get('deploy')?.needs.map(({ value }) => value)).toEqual([
      'review',
      'test-tools-cli',
      'build',
    ]);
    expect(text(path)).toMatch(/actions\/checkout@[0-9a-f]{40} # v\d/);
    expect(text('deploy/deploy.sh')).toContain('http://127.0.0.1:8088/ready');
    const stack = after.stacks.find(({ files }) => files.includes('compose.release.yaml'));
    expect(stack?.services.get('api')?.image?.value).toBe('localhost/policy-platform/api:local');
    expect(stack?.services.get('api')?.build).toBeUndefined();
  });

  test('without a compose file there is a review and the tests', async () => {
    const { after } = await generation('ci', {
      'go.mod': 'module github.com/acme/shop\n\ngo 1.25.1\n',
      'main.go': 'package main\n\nfunc main() {}\n',
    });
    expect([...(after.ci.workflows.get(path)?.jobs.keys() ?? [])]).toEqual(['review', 'test']);
  });
});

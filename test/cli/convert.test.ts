// Manifests as a user meets them: under both names, all or nothing, and where they go.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seaworthy, temporaryFolder } from './command.ts';

const shop = {
  'compose.yaml': `name: shop
services:
  web:
    image: ghcr.io/acme/web:1.2.3
    ports: ["8080:8080"]
    environment: { TOKEN_SECRET: "${'$'}{TOKEN_SECRET:?set it}" }
  tools:
    image: ghcr.io/acme/tools:1.2.3
    profiles: [tools]
`,
};

describe('convert', () => {
  test('does what generate kubernetes does', () => {
    const [one, other] = [temporaryFolder(shop), temporaryFolder(shop)];
    const made = seaworthy(['convert', '--to', 'kubernetes', '--host', 'shop.acme.dev'], { cwd: one });
    const same = seaworthy(['generate', 'kubernetes', '--host', 'shop.acme.dev'], { cwd: other });
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' });
    expect(made.stdout).toBe(same.stdout);
    expect(readdirSync(join(one, 'kubernetes', 'base')).sort()).toEqual([
      'kustomization.yaml',
      'namespace.yaml',
      'network.yaml',
      'priorities.yaml',
      'web.yaml',
    ]);
    expect(readFileSync(join(one, 'kubernetes', 'base', 'web.yaml'), 'utf8')).toContain(
      'host: shop.acme.dev',
    );
  });

  test('--profile takes services in, and --into says where all goes', () => {
    const cwd = temporaryFolder(shop);
    const { code } = seaworthy(['generate', 'kubernetes', '--profile', 'tools', '--into', 'deploy/k8s'], {
      cwd,
    });
    expect(code).toBe(0);
    expect(existsSync(join(cwd, 'deploy', 'k8s', 'base', 'tools.yaml'))).toBe(true);
    expect(existsSync(join(cwd, 'kubernetes'))).toBe(false);
  });

  test('writes nothing when one file is in the way', () => {
    const cwd = temporaryFolder({ ...shop, 'kubernetes/base/web.yaml': 'kind: Mine\n' });
    const { code, stderr } = seaworthy(['convert', '--to', 'kubernetes'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('kubernetes/base/web.yaml is there already; nothing was written');
    expect(readdirSync(join(cwd, 'kubernetes', 'base'))).toEqual(['web.yaml']);
  });

  test.each([
    [['convert'], '--to is missing'],
    [['convert', '--to', 'nomad'], 'there is nothing to make nomad with'],
    [['convert', 'kubernetes'], '--to is missing'],
  ])('%j is refused', (args, message) => {
    const { code, stderr } = seaworthy(args, { cwd: temporaryFolder(shop) });
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });

  test('a compose file that compose refuses is no ground to build on', () => {
    const cwd = temporaryFolder({ 'compose.yaml': 'services:\n  web:\n    image: 3\n    ports: {a: b}\n' });
    const { code, stderr } = seaworthy(['convert', '--to', 'kubernetes'], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain('compose.yaml cannot be used as it is');
  });
});

import { describe, expect, test } from 'vitest';
import { exampleFiles } from './example-files.ts';
import { generation } from './generating.ts';

const env = `POSTGRES_PASSWORD=kept-out-of-git
GATEWAY_PORT=8088
AUTH_SECRET=kept-out-of-git-too
DOMAIN=policies.example.org
ACME_EMAIL=operations@example.org
`;

describe('tls', () => {
  const platform = { ...exampleFiles('policy-platform/repaired'), '.env': env };

  test.each(['caddy', 'traefik'])(
    '%s stands in front of what is published, and nothing beside it',
    async (proxy) => {
      const { after, text } = await generation('tls', platform, { asked: { proxy } });
      const stack = after.stacks.find(({ files }) => files.includes('compose.tls.yaml'));
      expect(stack?.files).toEqual(['compose.yaml', 'compose.tls.yaml']);
      expect(stack?.services.get('gateway')?.ports).toEqual([]);
      expect(stack?.services.get(proxy)?.ports.map(({ published }) => published?.value)).toEqual([80, 443]);
      const config = after.serverConfigs.find(({ service }) => service.name === proxy)?.config;
      expect(config?.addresses.map(({ host, port }) => `${host}:${port}`)).toEqual(['gateway:8080']);
      expect(text('compose.tls.yaml')).not.toContain('docker.sock');
    },
  );
});

import { describe, expect, test } from 'vitest';
import { exampleFiles } from './example-files.ts';
import { generation } from './generating.ts';

const env = `POSTGRES_PASSWORD=kept-out-of-git
AUTH_SECRET=kept-out-of-git-too
GATEWAY_PORT=8088
ALERT_WEBHOOK_URL=https://alerts.example.org/hook
GRAFANA_ADMIN_PASSWORD=kept-out-of-git
`;

describe('monitoring', () => {
  test('services of the example are scraped where they serve metrics, and probed where they do not', async () => {
    const { text } = await generation('monitoring', {
      ...exampleFiles('policy-platform/repaired'),
      '.env': env,
    });
    expect(text('monitoring/prometheus.yml')).toContain('http://api:8000/ready');
  });
});

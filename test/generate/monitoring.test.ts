import { describe, expect, test } from 'vitest';
import { exampleFiles } from './example-files.ts';
import { generation } from './generating.ts';

describe('monitoring', () => {
  test('services of the example are scraped where they serve metrics, and probed where they do not', async () => {
    const { text } = await generation('monitoring', {
      ...exampleFiles('policy-platform/repaired'),
      '.env': 'POSTGRES_PASSWORD=kept-out-of-git\nAUTH_SECRET=kept-out-of-git-too\nGATEWAY_PORT=8088\n',
    });
    console.log(
      text('compose.monitoring.yaml'),
      text('monitoring/prometheus.yml'),
      text('monitoring/alerts.yml'),
    );
    expect(text('monitoring/prometheus.yml')).toContain('http://api:8000/ready');
  });
});

import { describe, expect, test } from 'vitest';
import { generation } from './generating.ts';

describe('overlay', () => {
  test('log rotation is there for services that have none', async () => {
    const { text } = await generation('overlay', {
      'compose.yaml': 'name: shop\nservices:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n',
    });
    expect(text('compose.production.yaml')).toContain('max-size');
  });
});

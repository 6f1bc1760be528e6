// The tables of fields and API versions agree with the real API server.
import { expect, test } from 'vitest';
import { disagreements } from '../../scripts/kubernetes/openapi.ts';
import { describeOnCluster } from './kubectl.ts';
import { send } from './trial.ts';

describeOnCluster('the tables', () => {
  test('know the fields, types, required marks, choices and versions that the server has', async () => {
    const found = await disagreements(async (path) => {
      const { status, text } = await send('GET', path);
      return status === 200 ? text : undefined;
    });
    expect(found).toEqual([]);
  });
});

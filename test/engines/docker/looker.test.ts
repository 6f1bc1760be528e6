// Looks that overlap. The client is a fake: a real engine cannot be made to answer an earlier question later.
import { expect, test } from 'vitest';
import { ownLabels } from '../../../src/engines/docker/labels.ts';
import { Looker } from '../../../src/engines/docker/looker.ts';
import type { Docker } from '../../../src/engines/docker/objects.ts';

const labels = { [ownLabels.key]: 'k', 'com.docker.compose.service': 'web' };
const inList = (id: string) => ({ Id: id, Labels: labels });
const inspected = (id: string) => ({ Id: id, Config: { Labels: labels }, State: { Status: 'running' } });

test('a look that began before a container was made does not take it away', async () => {
  const signal = new AbortController().signal;
  let arrive = (_list: readonly unknown[]): void => undefined;
  const slow = new Promise<readonly unknown[]>((resolve) => {
    arrive = resolve;
  });
  const lists: Promise<readonly unknown[]>[] = [slow, Promise.resolve([inList('a')])];
  const call = async (_method: string, path: string) => {
    if (path === '/containers/json') return { status: 200, body: await lists.shift() };
    return { status: 200, body: inspected(path.split('/')[2] ?? '') };
  };
  const looker = new Looker({ client: { call }, stack: 's', adopted: new Set() } as unknown as Docker);
  const early = looker.all(signal);
  expect(await looker.ofService('web', signal)).toHaveLength(1);
  arrive([]);
  await early;
  expect(looker.seen()).toHaveLength(1);
});

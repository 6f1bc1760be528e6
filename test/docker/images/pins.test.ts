// Names that keep images of releases, and how they go.
import { expect, test } from 'vitest';
import { textAt } from '../../../src/base/json.ts';
import { createDockerClient } from '../../../src/engines/docker/client.ts';
import { connectionOf } from '../../../src/engines/docker/connection.ts';
import { localImage } from '../../../src/engines/docker/images/local-image.ts';
import { pinImage, pinName, unpinImages } from '../../../src/engines/docker/images/pins.ts';

const never = new AbortController().signal;
/** The engine trips over one of ten. */
const images = 40;

test('two stacks that take the last names of an image at once both end well', async () => {
  const client = createDockerClient(connectionOf(process.env));
  const stacks = [`pins-a-${process.pid}`, `pins-b-${process.pid}`];
  try {
    const made = await client.call('POST', '/containers/create', { body: { Image: 'busybox:1.37.0' } });
    const container = textAt(made.body, 'Id') ?? '';
    for (let turn = 0; turn < images; turn++) {
      const body = { Labels: { turn: String(turn) } };
      const image = await client.call('POST', '/commit', { query: { container }, body });
      const id = textAt(image.body, 'Id') ?? '';
      for (const stack of stacks) await pinImage(client, id, { stack, service: 'api', release: 'r' }, never);
      const gone = await Promise.all(stacks.map((stack) => unpinImages(client, stack, [], never)));
      expect(gone).toEqual(stacks.map((stack) => [pinName(stack, 'api', 'r')]));
      expect(await localImage(client, id, never)).toBeUndefined();
    }
    await client.call('DELETE', `/containers/${container}`);
  } finally {
    client.close();
  }
});

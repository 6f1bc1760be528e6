// What is read in protobuf is what the server says in JSON, field by field.
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type Client, createClient } from '../../src/engines/kubernetes/client.ts';
import { openConnection } from '../../src/engines/kubernetes/connection.ts';
import type { ApiObject } from '../../src/engines/kubernetes/json.ts';
import { NoMessage, Reader } from '../../src/engines/kubernetes/protobuf/decode.ts';
import {
  acceptFor,
  eventIn,
  Frames,
  forms,
  objectIn,
} from '../../src/engines/kubernetes/protobuf/envelope.ts';
import { kinds } from '../../src/engines/kubernetes/stack.ts';
import { type Change, listAll, watchFrom } from '../../src/engines/kubernetes/watch.ts';
import { demandKubectl, describeOnCluster } from './kubectl.ts';

const never = new AbortController().signal;
const shared = inject('kubernetes');
const read = ['pod', 'service', 'configMap', 'deployment', 'replicaSet', 'job'] as const;

async function client(): Promise<Client> {
  const connection = await openConnection({ kubeconfig: shared.kind === 'running' ? shared.kubeconfig : '' });
  onTestFinished(() => connection.close());
  return createClient(connection);
}

function withoutOwners({ metadata, ...object }: ApiObject): object {
  const { managedFields: _owners, ...rest } = metadata;
  return { ...object, metadata: rest };
}

async function listed(asking: Client, path: string, accept?: string): Promise<readonly object[]> {
  const { objects } = await listAll(asking, path, accept === undefined ? {} : { accept }, never);
  return objects.map(withoutOwners);
}

describeOnCluster('protobuf', () => {
  const namespace = 'test-protobuf';
  beforeAll(() => {
    demandKubectl(['create', 'namespace', namespace]);
    const inside = (...args: readonly string[]) => demandKubectl([...args, '-n', namespace]);
    inside('apply', '-f', 'test/kubernetes/support/many-fields.yaml');
    inside('create', 'deployment', 'web', '--image=registry.test/web:1', '--replicas=2');
    inside('rollout', 'status', 'deployment', 'web');
    inside('wait', 'pod', 'everything-1', '--for=create');
    return () => {
      inside('patch', 'configmap', 'everything', '--type=merge', '-p', '{"metadata":{"finalizers":[]}}');
      demandKubectl(['delete', 'namespace', namespace, '--wait=false']);
    };
  });

  test.each(read)('a list of %s', async (kind) => {
    const asking = await client();
    const path = await asking.pathOf(kinds[kind], namespace, never);
    const inJson = await listed(asking, path);
    expect(inJson.length).toBeGreaterThan(0);
    const { accept } = acceptFor(kinds[kind]);
    expect(accept).toBe(forms.object);
    expect(await listed(asking, path, accept)).toEqual(inJson);
  });

  test('a StatefulSet is read in JSON', () => {
    expect(acceptFor(kinds.statefulSet)).toEqual({});
  });

  test('changes in a watch', async () => {
    const asking = await client();
    const path = await asking.pathOf(kinds.deployment, namespace, never);
    const { version } = await listAll(asking, path, {}, never);
    const over = new AbortController();
    const changes = async (options: object) => {
      const seen: Change[] = [];
      for await (const one of watchFrom(asking, path, options, version, over.signal)) {
        seen.push({ ...one, object: withoutOwners(one.object) as ApiObject });
        if (one.type === 'deleted') break;
      }
      return seen;
    };
    const both = Promise.all([changes({}), changes({ accept: forms.object })]);
    demandKubectl(['label', 'deployment', 'web', 'changed=yes', '-n', namespace]);
    demandKubectl(['delete', 'deployment', 'web', '-n', namespace]);
    const [inJson, inProtobuf] = await both;
    over.abort();
    expect(inJson.length).toBeGreaterThan(1);
    expect(inProtobuf).toEqual(inJson);
  });

  test('names and versions alone, of kinds that are read in JSON, too', async () => {
    const asking = await client();
    for (const kind of [kinds.pod, kinds.event]) {
      const path = await asking.pathOf(kind, namespace, never);
      const metadataIn = async (accept?: string) =>
        (await listed(asking, path, accept)).map((one) => Reflect.get(one, 'metadata'));
      // The cluster goes on meanwhile: an event may come between two lists.
      await expect
        .poll(async () => {
          const [whole, names] = [await metadataIn(), await metadataIn(forms.metadataList)];
          return isDeepStrictEqual(names, whole) ? 'equal' : { names, whole };
        })
        .toBe('equal');
    }
  });

  test('a refusal', async () => {
    const asking = await client();
    const path = `/api/v1/namespaces/${namespace}/pods/nobody`;
    const { body: inJson } = await asking.ask({ method: 'GET', path }, never);
    const { body, status } = await asking.ask({ method: 'GET', path, accept: forms.object }, never);
    expect(status).toBe(404);
    expect(body).toEqual(inJson);
  });
});

test('what the network has cut anywhere is put together', () => {
  const frame = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return Buffer.concat([length, Buffer.from(text)]);
  };
  const all = Buffer.concat([frame('one'), frame(''), frame('three')]);
  for (let size = 1; size <= all.length; size++) {
    const frames = new Frames();
    const found: string[] = [];
    for (let from = 0; from < all.length; from += size)
      for (const one of frames.push(all.subarray(from, from + size))) found.push(one.toString());
    expect(found).toEqual(['one', '', 'three']);
  }
});

test('what is no protobuf, or breaks off, is refused', () => {
  expect(() => objectIn(Buffer.from('{}'))).toThrow(NoMessage);
  expect(() => objectIn(Buffer.from('k8s\0\u0012\u0010short'))).toThrow('it breaks off');
  expect(() => objectIn(Buffer.from('k8s\0\n\u0008\u0012\u0006Widget'))).toThrow('nobody can read a Widget');
  expect(() => eventIn(Buffer.from('\u0023'))).toThrow('wire type 3');
  expect(() => new Reader(Buffer.alloc(12, 0xff)).varint()).toThrow('does not end');
});

test('numbers of 64 bits, negative ones among them', () => {
  const numbers: readonly (readonly [string, number])[] = [
    ['00', 0],
    ['9601', 150],
    ['ffffffff07', 2 ** 31 - 1],
    ['ffffffffffffffffff01', -1],
    ['ffffffffffffff0f', 2 ** 53 - 1],
  ];
  for (const [hex, value] of numbers) expect(new Reader(Buffer.from(hex, 'hex')).varint()).toBe(value);
});

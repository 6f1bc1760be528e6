// What a container was made with, held against what the engine tells of it.
import { describe, expect, test } from 'vitest';
import { changesOf, madeOf, misplacedIn } from '../../../src/engines/docker/changed.ts';
import { ownLabels } from '../../../src/engines/docker/labels.ts';

const body = {
  Env: ['WORD=one', 'EMPTY='],
  HostConfig: {
    Memory: 67_108_864,
    NanoCpus: 500_000_000,
    RestartPolicy: { Name: 'always' },
    PidsLimit: undefined,
  },
};
const label = madeOf(body, 'sha256:aa');

/** As the engine tells of it: with its own defaults, and with the variables of the image. */
const told = (host: object = {}, config: object = {}, more: object = {}) => ({
  Image: 'sha256:aa',
  Config: {
    Env: ['WORD=one', 'EMPTY=', 'PATH=/bin'],
    Labels: { [ownLabels.made]: label, [ownLabels.networks]: 'shop_back,shop_front' },
    ...config,
  },
  HostConfig: {
    ...body.HostConfig,
    RestartPolicy: { Name: 'always', MaximumRetryCount: 0 },
    PidsLimit: null,
    CpuShares: 0,
    CpusetCpus: '',
    ...host,
  },
  ...more,
});

describe('changes of a container', () => {
  test.each<[string, object, readonly string[]]>([
    ['nothing', told(), []],
    ['a lower limit', told({ Memory: 33_554_432 }), ['memory limit: 32 MiB, not 64 MiB']],
    ['a limit taken away', told({ NanoCpus: 0 }), ['cpu limit: none, not 0.5']],
    ['a limit given', told({ PidsLimit: 20 }), ['pids limit: 20, not none']],
    [
      'another restart policy',
      told({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } }),
      ['restart policy: on-failure:3, not always'],
    ],
    ['another image', told({}, {}, { Image: 'sha256:bb' }), ['image: sha256:bb, not sha256:aa']],
    [
      'another value',
      told({}, { Env: ['WORD=two', 'EMPTY='] }),
      ['variable WORD: another value, not as released'],
    ],
    ['a variable less', told({}, { Env: ['WORD=one'] }), ['variable EMPTY: none, not as released']],
  ])('%s', (_name, container, expected) => {
    const words = changesOf(container).map(({ field, wanted, found }) => `${field}: ${found}, not ${wanted}`);
    expect(words).toEqual(expected);
  });

  test('one without our label is not judged', () => {
    expect(changesOf({ Config: { Labels: {} }, HostConfig: { Memory: 5 } })).toEqual([]);
  });

  test('networks: left and joined', () => {
    const Networks = { shop_front: {}, other: {} };
    expect(misplacedIn(told({}, {}, { NetworkSettings: { Networks } }))).toEqual([
      { field: 'network shop_back', wanted: 'joined', found: 'left' },
      { field: 'network other', wanted: 'none', found: 'joined' },
    ]);
  });
});

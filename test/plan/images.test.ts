import { describe, expect, test } from 'vitest';
import type { FoundImages, ImageLayer, PlannedImage } from '../../src/model/image.ts';
import { admissionsOf, imagesWords, phaseOfImages, summaryOf } from '../../src/plan/images.ts';

const mebibyte = 1024 ** 2;
const layer = (key: string, compressed: number, unpacked: number, present = false): ImageLayer => ({
  key,
  compressed: compressed * mebibyte,
  unpacked: unpacked * mebibyte,
  estimated: false,
  present,
});
const image = (
  name: string,
  layers: readonly ImageLayer[],
  more: Partial<PlannedImage> = {},
): PlannedImage => ({
  name,
  services: [name],
  change: 'pull',
  because: 'it is not here',
  id: `sha256:${name}`,
  digest: `${name}@sha256:0`,
  platform: undefined,
  layers,
  ...more,
});
const found = (images: readonly PlannedImage[], more: Partial<FoundImages> = {}): FoundImages => ({
  images,
  rate: undefined,
  disk: undefined,
  ...more,
});
const base = layer('base', 30, 80);
const two = found([image('api', [base, layer('api', 10, 20)]), image('web', [base, layer('web', 5, 10)])], {
  rate: 2 * mebibyte,
});

describe('sizes', () => {
  test('a shared layer counts once, what is here is not pulled', () => {
    const summary = summaryOf(found([image('api', [{ ...base, present: true }, layer('api', 10, 20)])]));
    expect(summary.whole.unpacked).toBe(100 * mebibyte);
    expect(summary.pull).toEqual({ compressed: 10 * mebibyte, unpacked: 20 * mebibyte, estimated: false });
    expect(summaryOf(two).pull.compressed).toBe(45 * mebibyte);
  });

  test.each([
    ['with the time at the last rate', two, 'pull 45 MiB (110 MiB unpacked), about 23s at the last rate'],
    ['without a rate', { ...two, rate: undefined }, 'pull 45 MiB (110 MiB unpacked)'],
    ['a build', found([image('api', [], { change: 'build', digest: undefined })]), 'build 1'],
    [
      'nothing to do',
      found([image('api', [base], { change: 'present' })]),
      'all 1 are here (80 MiB unpacked)',
    ],
    [
      'a size that nobody tells',
      found([image('api', [])]),
      'pull 0 B (0 B unpacked), and some whose size nobody tells',
    ],
  ])('in words: %s', (_name, images, words) => {
    expect(imagesWords(summaryOf(images))).toBe(words);
  });
});

describe('budgets', () => {
  test('of the stack and of each image, packed and unpacked apart', () => {
    const budget = {
      images: 100 * mebibyte,
      imagesCompressed: 50 * mebibyte,
      image: 95 * mebibyte,
      imageCompressed: 39 * mebibyte,
    };
    const refused = admissionsOf(two, budget).filter((one) => !one.admitted);
    expect(refused.map(({ sum }) => sum)).toEqual([
      '110 MiB of 100 MiB unpacked, over by 10 MiB',
      '100 MiB of 95 MiB unpacked: api, over by 5 MiB',
      '40 MiB of 39 MiB compressed: api, over by 1 MiB',
    ]);
  });

  test('the disk must take what is unpacked, and the largest layer as it came beside it', () => {
    const disk = (free: number) => ({ free: free * mebibyte, total: 1000 * mebibyte });
    const admitted = (free: number) =>
      admissionsOf({ ...two, disk: disk(free) }, {}).map((one) => one.admitted);
    expect(admitted(190)).toEqual([true]);
    expect(admitted(189)).toEqual([false]);
    const here = found([image('api', [{ ...base, present: true }], { change: 'present' })], {
      disk: disk(0),
    });
    expect(admissionsOf(here, {})[0]?.admitted).toBe(true);
  });

  test('what is over says so, with ways out', () => {
    const phase = phaseOfImages(two, { images: 100 * mebibyte }, () => true);
    expect(phase).toMatchObject({
      admitted: false,
      advice: [expect.stringContaining('api 100 MiB'), 'raise budget.images'],
    });
  });
});

describe('steps', () => {
  test('one an image that a service is started from, the others left out', () => {
    const images = [
      ...two.images,
      image('db', [], { change: 'present' }),
      image('job', [], { change: 'build', digest: undefined }),
    ];
    const phase = phaseOfImages(found(images), {}, (service) => service !== 'web');
    expect(phase?.steps.map((step) => step.id)).toEqual([
      'images/pull/api',
      'images/build/job',
      'images/promote',
    ]);
    expect(phase?.steps.at(-1)?.after).toEqual(['images/pull/api', 'images/build/job']);
  });

  test('none when nothing is started', () => {
    expect(phaseOfImages(two, {}, () => false)).toBeUndefined();
  });
});

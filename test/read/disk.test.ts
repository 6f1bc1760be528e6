// A review may be given from the cache because all that it asks of the disk is written down: nothing may ask elsewhere.
import { expect, test } from 'vitest';
import { sourceFiles } from '../../scripts/source-text.ts';

/** What only a deployment asks, or what is asked for a revision or of helm: not cached. `git-index` writes down names. */
const others =
  /^src\/read\/(?:disk|content-hash|keep-sources|git-index|project\/chosen-set|helm\/run|revision\/[\w-]+)\.ts$/;

test('what reads, judges and knows rules touches the disk through src/read/disk.ts alone', () => {
  const touching = [...sourceFiles('src')].filter(([path, text]) => {
    if (!/^src\/(?:read|review|rules|syntax|model)\//.test(path) || others.test(path)) return false;
    return /^import (?!type\b)[^;]*from '(?:node:)?(?:fs|fs\/promises|child_process|net|http|os|worker_threads)'/m.test(
      text,
    );
  });
  expect(touching.map(([path]) => path)).toEqual([]);
});

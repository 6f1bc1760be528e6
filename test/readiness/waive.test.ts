import { describe, expect, it } from 'vitest';
import type { CheckWaiver } from '../../src/model/readiness.ts';
import { readExtension, readSettings } from '../../src/read/settings/settings.ts';
import { withWaiver } from '../../src/readiness/waive.ts';

const waiver: CheckWaiver = {
  check: 'data/backup-restored',
  owner: 'ana',
  reason: 'the test: it is being "built"',
  expires: '2026-12-31',
};

function waived(text: string) {
  const after = withWaiver('seaworthy.yaml', text, waiver) ?? '';
  const { readiness, problems } = readSettings('seaworthy.yaml', after);
  expect(problems).toEqual([]);
  return { after, waivers: readiness.waivers };
}

describe('a waiver in the settings', () => {
  it.each([
    ['no file yet', ''],
    ['a file of comments', '# Ours\n'],
    ['other settings', '# Ours\nstack: shop # its name\n'],
    ['other settings of readiness', 'readiness:\n  profile: staging # for now\nstack: shop\n'],
    ['readiness with nothing in it', 'readiness:\nstack: shop\n'],
    ['no waiver any more', 'readiness:\n  waivers: []\n'],
    ['in brackets', 'readiness: { profile: staging }\n'],
  ])('is added to %s', (_name, text) => {
    const { after, waivers } = waived(text);
    expect(waivers).toEqual([waiver]);
    // All that was there stands there still.
    for (const line of text.split('\n')) {
      const kept = line.replace(/^readiness:.*|.*\[\]$/, '');
      expect(after).toContain(kept);
    }
  });

  it('stands behind those of other checks', () => {
    const other = '    # why\n    - { check: delivery/smoke, owner: bo, reason: r, expires: 2026-11-30 }\n';
    const { after, waivers } = waived(`readiness:\n  waivers:\n${other}`);
    expect(waivers.map(({ check }) => check)).toEqual(['delivery/smoke', 'data/backup-restored']);
    expect(after).toContain(other);
  });

  it('takes the place of the one that the check has', () => {
    const text =
      'readiness:\n  waivers:\n    - check: data/backup-restored\n      owner: bo # was\n      reason: r\n      expires: 2026-11-30\n';
    const { after, waivers } = waived(text);
    expect(waivers).toEqual([waiver]);
    expect(after).toContain('# was');
  });

  it('goes under x-seaworthy where a compose file has the settings', () => {
    const text = 'services:\n  api: { image: "a/b:1" }\nx-seaworthy:\n  stack: shop\n';
    const after = withWaiver('compose.yaml', text, waiver) ?? '';
    expect(readExtension('compose.yaml', after)?.readiness.waivers).toEqual([waiver]);
    expect(after.startsWith(text.trimEnd())).toBe(true);
  });

  it('is not written where an alias shows the place elsewhere', () => {
    const text = 'readiness: &both\n  profile: dev\nx-other: *both\n';
    expect(withWaiver('seaworthy.yaml', text, waiver)).toBeUndefined();
  });
});

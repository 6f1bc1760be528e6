import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/read/settings/settings.ts';

describe('readiness in the settings', () => {
  it('is read with its waivers and claims', () => {
    const text = [
      'readiness:',
      '  profile: staging',
      '  max_age: 12h',
      '  waivers:',
      '    - { check: data/backup-restored, owner: ana, reason: soon, expires: 2026-12-31 }',
      'claims: [STATUS.md, All services have health checks]',
    ].join('\n');
    const { readiness, claims, problems } = readSettings('seaworthy.yaml', text);
    expect(problems).toEqual([]);
    expect(readiness).toEqual({
      profile: 'staging',
      maxAgeMs: 43_200_000,
      waivers: [{ check: 'data/backup-restored', owner: 'ana', reason: 'soon', expires: '2026-12-31' }],
    });
    expect(claims.map(({ value }) => value)).toEqual(['STATUS.md', 'All services have health checks']);
  });

  it('takes no waiver without owner, reason and end', () => {
    const { readiness, problems } = readSettings(
      'seaworthy.yaml',
      'readiness:\n  waivers:\n    - { check: a/b, reason: soon }\n',
    );
    expect(readiness.waivers).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([
      'readiness.waivers[0] has no owner and no expires, so it waives nothing',
    ]);
  });

  it('knows a day from what is none', () => {
    const text =
      'readiness:\n  waivers:\n    - { check: a/b, owner: a, reason: soon, expires: 2026-13-01 }\n';
    const { readiness, problems } = readSettings('seaworthy.yaml', text);
    expect([readiness.waivers, problems.length]).toEqual([[], 1]);
  });
});

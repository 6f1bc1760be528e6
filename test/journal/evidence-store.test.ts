import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latestSeen, markSeen } from '../../src/journal/sign-off-store.ts';
import { openStore } from '../../src/journal/store.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { temporaryFolder } from './folder.ts';

const fact = (name: string, more: Partial<Evidence> = {}): Evidence => ({
  name,
  outcome: 'pass',
  what: 'x',
  value: 1,
  unit: 'ms',
  at: '2026-01-01T00:00:00.000Z',
  by: 't',
  release: 'aaaa1111bbbb',
  raw: undefined,
  ...more,
});

function measured() {
  const state = join(temporaryFolder(), 'state');
  const store = openStore(state);
  const raw = store.putRaw('aaaa1111bbbb', 'load/a', 'json', '{"p95":1}');
  store.addEvidence([fact('smoke/a'), fact('load/a', { raw })]);
  store.addEvidence([fact('smoke/b')]);
  const records = join(state, 'evidence/aaaa1111bbbb/records.jsonl');
  return { state, store, raw, records };
}

const doubts = (store: ReturnType<typeof openStore>) =>
  store.evidence().records.map(({ name, doubt }) => [name, doubt] as const);

describe('evidence', () => {
  it('comes back whole, with hashes of its raw data, readable by its owner alone', () => {
    const { state, store, raw } = measured();
    const { records, problems, unreadable } = store.evidence();
    expect([problems, unreadable]).toEqual([[], 0]);
    expect(records.map(({ id, name, doubt }) => [id, name, doubt])).toEqual([
      ['aaaa1111/1', 'smoke/a', undefined],
      ['aaaa1111/2', 'load/a', undefined],
      ['aaaa1111/3', 'smoke/b', undefined],
    ]);
    expect(records[1]?.rawBytes).toBe(9);
    expect(store.rawText(raw)).toBe('{"p95":1}');
    expect(statSync(join(state, raw)).mode & 0o777).toBe(0o600);
  });

  it('never writes raw data over other raw data', () => {
    const { store, raw } = measured();
    expect(store.putRaw('aaaa1111bbbb', 'load/a', 'json', 'other')).not.toBe(raw);
    expect(store.rawText(raw)).toBe('{"p95":1}');
  });

  it('keeps each release apart', () => {
    const { store } = measured();
    store.addEvidence([fact('smoke/a', { release: 'cccc' }), fact('smoke/a', { release: undefined })]);
    expect(store.evidence().records.map(({ id }) => id)).toEqual([
      'aaaa1111/1',
      'aaaa1111/2',
      'aaaa1111/3',
      'cccc/1',
      'none/1',
    ]);
  });
});

describe('what was tampered with is doubted', () => {
  it('an edited record', () => {
    const { store, records } = measured();
    writeFileSync(
      records,
      readFileSync(records, 'utf8').replace(
        '"name":"smoke/a","outcome":"pass"',
        '"name":"smoke/a","outcome":"fail"',
      ),
    );
    expect(doubts(store)[0]).toEqual(['smoke/a', 'the record was edited: its checksum does not fit']);
  });

  it('a record taken out of the middle, and one at the end', () => {
    const { store, records } = measured();
    const lines = readFileSync(records, 'utf8').split('\n');
    writeFileSync(records, [lines[0], lines[2], ''].join('\n'));
    expect(doubts(store)[1]?.[1]).toContain('a record before it was edited, removed');
    expect(store.evidence().problems).toEqual(['1 of the 3 records of release aaaa1111 are gone']);
    writeFileSync(records, [lines[0], lines[1], ''].join('\n'));
    expect(store.evidence().problems).toEqual(['1 of the 3 records of release aaaa1111 are gone']);
  });

  it('raw data that is gone, edited, or a link out of the state folder', () => {
    const { state, store, raw } = measured();
    writeFileSync(join(state, raw), '{"p95":0}');
    expect(doubts(store)[1]?.[1]).toContain('was changed after the measurement');
    rmSync(join(state, raw));
    expect(doubts(store)[1]?.[1]).toContain('is gone');
    const outside = join(join(temporaryFolder(), 'state'), 'copy.json');
    mkdirSync(join(outside, '..'), { recursive: true });
    writeFileSync(outside, '{"p95":1}');
    symlinkSync(outside, join(state, raw));
    expect(doubts(store)[1]?.[1]).toContain('is gone');
    expect(store.rawText('../../../etc/passwd')).toBeUndefined();
  });

  it('records brought in from another release', () => {
    const { state, store, records } = measured();
    cpSync(join(state, 'evidence/aaaa1111bbbb'), join(state, 'evidence/dddd'), { recursive: true });
    expect(
      doubts(store)
        .slice(3)
        .map(([, doubt]) => doubt),
    ).toEqual(Array(3).fill('it belongs to release aaaa1111bbbb, not to this one'));
    store.addEvidence([fact('smoke/a', { release: 'eeee' })]);
    const foreign = readFileSync(join(state, 'evidence/eeee/records.jsonl'), 'utf8');
    writeFileSync(records, readFileSync(records, 'utf8') + foreign);
    expect(doubts(store)[3]?.[1]).toContain('it belongs to release eeee');
  });

  it('a time before that of an earlier record', () => {
    const { store } = measured();
    store.addEvidence([fact('smoke/c', { at: '2025-06-01T00:00:00.000Z' })]);
    expect(doubts(store)[3]?.[1]).toContain('the clock was set back');
  });

  it('a head that was damaged', () => {
    const { state, store } = measured();
    writeFileSync(join(state, 'evidence/aaaa1111bbbb/head.json'), '{');
    expect(store.evidence().problems).toHaveLength(1);
  });
});

describe('collecting', () => {
  it('takes whole releases that are old and not wanted', () => {
    const { store } = measured();
    store.addEvidence([fact('smoke/a', { release: 'cccc' })]);
    const later = new Date(Date.now() + 60 * 86_400_000);
    expect(store.collectEvidence({ keep: ['cccc'], maxAgeMs: 86_400_000, now: new Date() })).toEqual([]);
    expect(store.collectEvidence({ keep: ['cccc'], maxAgeMs: 86_400_000, now: later })).toEqual([
      'aaaa1111bbbb',
    ]);
    expect(store.evidence().records.map(({ id }) => id)).toEqual(['cccc/1']);
    expect(store.evidence().problems).toEqual([]);
  });
});

describe('the latest time that was seen', () => {
  it('goes forward only', () => {
    const { state } = measured();
    expect(latestSeen(state)).toBeUndefined();
    markSeen(state, new Date('2026-03-02T00:00:00.000Z'));
    markSeen(state, new Date('2026-03-01T00:00:00.000Z'));
    expect(latestSeen(state)).toBe('2026-03-02T00:00:00.000Z');
  });
});

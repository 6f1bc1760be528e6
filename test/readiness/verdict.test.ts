import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/journal/store.ts';
import type { CheckWaiver, Profile } from '../../src/model/readiness.ts';
import { groups } from '../../src/model/readiness.ts';
import { reportJson } from '../../src/output/report/json.ts';
import type { Check, Facts } from '../../src/readiness/check.ts';
import { checklist } from '../../src/readiness/checklist.ts';
import { signOffOf, signOffProblems } from '../../src/readiness/sign-off.ts';
import { clockProblemOf, verdictOf } from '../../src/readiness/verdict.ts';
import { temporaryFolder } from '../journal/folder.ts';
import { now, readyFacts, release } from './facts.ts';

/** What a small stack can show: those checks that one run, one smoke check and no plan can answer. */
const own: readonly Check[] = checklist.filter(({ id }) => id !== 'performance/admitted');

function measuredStore(at = '2026-03-01T11:00:00.000Z', of = release) {
  const state = join(temporaryFolder(), 'state');
  const store = openStore(state);
  const raw = store.putRaw(of, 'smoke/home', 'json', '{"status":200}');
  store.addEvidence([
    {
      name: 'smoke/home',
      outcome: 'pass',
      what: 'answers 200',
      value: 12,
      unit: 'ms',
      at,
      by: 't',
      release: of,
      raw,
    },
  ]);
  return { state, store, raw };
}

async function judged(
  store: ReturnType<typeof openStore>,
  spoil: Partial<Facts> = {},
  waivers: readonly CheckWaiver[] = [],
  profile: Profile = 'dev',
) {
  return verdictOf(await readyFacts(store, spoil), { profile, waivers, checks: own });
}

const lineOf = (report: Awaited<ReturnType<typeof judged>>, id: string) =>
  report.lines.find((line) => line.id === id);

describe('the checklist', () => {
  it('has at least 45 checks, in every group, each named once and with a way to pass', () => {
    expect(checklist.length).toBeGreaterThanOrEqual(45);
    expect(new Set(checklist.map(({ id }) => id)).size).toBe(checklist.length);
    expect([...new Set(checklist.map(({ group }) => group))].sort()).toEqual([...groups].sort());
    for (const { id, group, remedy, title } of checklist) {
      expect([id.startsWith(`${group.toLowerCase()}/`), remedy.endsWith('.'), title !== '']).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});

describe('the verdict', () => {
  it('is READY when everything that counts was measured, and every line that passes rests on something', async () => {
    const report = await judged(measuredStore().store);
    expect(
      report.lines.filter(({ counts, outcome }) => counts && (outcome === 'fail' || outcome === 'unknown')),
    ).toEqual([]);
    expect(report.verdict).toBe('READY');
    expect(
      report.lines
        .filter(({ outcome, evidence }) => outcome === 'pass' && evidence.length === 0)
        .map(({ id }) => id),
    ).toEqual([]);
  });

  it('is UNKNOWN when the raw data is gone, edited, aged, or of another release', async () => {
    const gone = measuredStore();
    rmSync(join(gone.state, gone.raw));
    const edited = measuredStore();
    writeFileSync(join(edited.state, edited.raw), '{"status":500}');
    const changed = measuredStore();
    const path = join(changed.state, 'evidence', release, 'records.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"value":12', '"value":1'));
    const foreign = measuredStore(undefined, 'cccc');
    for (const [store, why] of [
      [gone.store, 'is gone'],
      [edited.store, 'was changed after the measurement'],
      [changed.store, 'the record was edited'],
      [measuredStore('2026-02-20T11:00:00.000Z').store, 'limit 24h00m'],
      [foreign.store, 'was measured only on release cccc'],
      [openStore(join(temporaryFolder(), 'state')), 'was never measured'],
    ] as const) {
      const report = await judged(store);
      expect(lineOf(report, 'delivery/smoke')).toMatchObject({
        outcome: 'unknown',
        detail: expect.stringContaining(why),
      });
      expect(report.verdict).toBe('UNKNOWN');
    }
  });

  it('is NOT READY for a finding of severity high, a service that is down or a check that failed', async () => {
    const { store } = measuredStore();
    const down = await judged(store, {
      services: [{ service: 'api', state: 'down', detail: 'it does not run', weak: false }],
    });
    expect([down.verdict, lineOf(down, 'reliability/services-up')?.outcome]).toEqual(['NOT READY', 'fail']);
    const { project } = await readyFacts(store);
    const at = { file: 'compose.yaml', start: 0, end: 1 };
    const finding = {
      rule: 'compose/x',
      aliases: [],
      severity: 'high' as const,
      confidence: 'certain' as const,
      at,
      object: 'o',
      message: 'm',
      related: [],
      fix: undefined,
      waived: undefined,
      fingerprint: 'f',
    };
    const found = await judged(store, { findings: [finding], project });
    expect([found.verdict, lineOf(found, 'delivery/review')?.outcome]).toEqual(['NOT READY', 'fail']);
    const waived = await judged(store, { findings: [{ ...finding, waived: { reason: 'r', at } }], project });
    expect(waived.verdict).toBe('READY');
  });

  it('does not believe a journal that is damaged', async () => {
    const { store } = measuredStore();
    const report = await judged(store, {
      runs: [{ run: 'r1-1', path: 'p', records: [], state: undefined, problem: 'the journal is damaged' }],
    });
    expect(lineOf(report, 'reliability/release')?.outcome).toBe('unknown');
    expect(report.verdict).toBe('UNKNOWN');
  });

  it('asks for more in production than in development', async () => {
    const report = await judged(measuredStore().store, {}, [], 'production');
    expect(report.verdict).not.toBe('READY');
    expect(report.lines.every(({ counts }) => counts)).toBe(true);
  });
});

describe('waivers', () => {
  const waiver: CheckWaiver = {
    check: 'delivery/smoke',
    owner: 'ana',
    reason: 'the checks come next week',
    expires: '2026-03-01',
  };

  it('count to the end of their day and no longer', async () => {
    const store = openStore(join(temporaryFolder(), 'state'));
    expect((await judged(store, {}, [waiver])).verdict).toBe('READY');
    const late = await judged(store, { now: new Date('2026-03-02T00:00:00.000Z') }, [waiver]);
    expect(late.verdict).toBe('UNKNOWN');
    expect(lineOf(late, 'delivery/smoke')?.detail).toContain('the waiver of ana ended on 2026-03-01');
  });

  it('do not count while the clock is behind what was written', async () => {
    const clockProblem = clockProblemOf(now, ['2026-03-05T00:00:00.000Z']);
    expect(
      (await judged(openStore(join(temporaryFolder(), 'state')), { clockProblem }, [waiver])).verdict,
    ).toBe('UNKNOWN');
  });

  it('that name no check are told of', async () => {
    const report = await judged(measuredStore().store, {}, [{ ...waiver, check: 'delivery/smoek' }]);
    expect(report.warnings).toEqual(['a waiver names delivery/smoek, which is no check']);
  });
});

describe('a clock that was set back', () => {
  it('makes every age unknown', async () => {
    const clockProblem = clockProblemOf(now, [undefined, '2026-03-01T12:30:00.000Z']);
    const report = await judged(measuredStore().store, { clockProblem });
    expect(report.verdict).toBe('UNKNOWN');
    expect(lineOf(report, 'delivery/smoke')?.detail).toContain('it was set back');
  });

  it('is not suspected within two minutes', () => {
    expect(clockProblemOf(now, ['2026-03-01T12:01:00.000Z'])).toBeUndefined();
  });
});

describe('sign-offs', () => {
  const { privateKey } = generateKeyPairSync('ed25519');

  async function signed() {
    const { state, store, raw } = measuredStore();
    const report = await judged(store);
    const text = reportJson(report);
    return {
      state,
      store,
      raw,
      report,
      text,
      signOff: signOffOf(report, text, { by: 'Ana', role: 'lead', key: privateKey }),
    };
  }

  it('stand while nothing changes, at any later time', async () => {
    const { store, signOff, text } = await signed();
    const later = await judged(store, { now: new Date('2026-03-01T13:00:00.000Z') });
    expect(signOffProblems(signOff, { current: later, reportText: text, trusted: [signOff.key] })).toEqual(
      [],
    );
  });

  it('are void for an edited sign-off, report, evidence, another release and a strange key', async () => {
    const { store, signOff, text, report, raw, state } = await signed();
    const problems = (more: Partial<Parameters<typeof signOffProblems>[1]>, of = signOff) =>
      signOffProblems(of, { current: report, reportText: text, trusted: undefined, ...more }).join('; ');
    expect(problems({}, { ...signOff, by: 'Bob' })).toContain('the sign-off was edited');
    expect(problems({}, { ...signOff, verdict: 'NOT READY' })).toContain('the sign-off was edited');
    expect(problems({ reportText: text.replace('12 ms', '1 ms') })).toContain('the report was edited');
    expect(problems({ reportText: undefined })).toContain('is gone');
    expect(problems({ trusted: ['AAAA'] })).toContain('a key that is not among those given');
    expect(problems({ current: { ...report, release: 'cccc' } })).toContain(
      'it is of release aaaa1111, and cccc serves',
    );
    rmSync(join(state, raw));
    expect(problems({ current: await judged(store) })).toContain('the verdict has changed since');
  });

  it('are kept with the report that was signed', async () => {
    const { store, signOff, text } = await signed();
    expect(store.addSignOff(signOff, text)).toBe('sign-offs/1');
    expect(store.signOffs()).toEqual([{ number: 1, signOff, report: text }]);
  });
});

// Each kind of evidence, and what becomes of its line and of the verdict without it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/journal/store.ts';
import type { Facts } from '../../src/readiness/check.ts';
import { checklist } from '../../src/readiness/checklist.ts';
import { verdictOf } from '../../src/readiness/verdict.ts';
import { temporaryFolder } from '../journal/folder.ts';
import { readyFacts, release, smallProject } from './facts.ts';

const hour = '2026-03-01T11:00:00.000Z';
const tenDaysAgo = '2026-02-19T11:00:00.000Z';

const stores =
  'services:\n  db: { image: "postgres:17.2", volumes: ["data:/var/lib/postgresql/data"] }\nvolumes: { data: {} }\n';

interface Kind {
  readonly check: string;
  /** Names of the evidence that it rests on. */
  readonly names: readonly string[];
  readonly facts?: Partial<Facts>;
}

const kinds: readonly Kind[] = [
  { check: 'delivery/smoke', names: ['smoke/home'] },
  { check: 'performance/load', names: ['load/browse'], facts: { load: ['browse'] } },
  { check: 'performance/p95', names: ['load/browse'] },
  { check: 'performance/error-rate', names: ['load/browse/error_rate<1%'] },
  { check: 'performance/use', names: ['kpi/use/api'] },
  { check: 'performance/setup', names: ['kpi/setup'] },
  { check: 'performance/uptime', names: ['kpi/uptime'] },
  { check: 'performance/memory', names: ['kpi/memory'] },
  { check: 'performance/cpu', names: ['kpi/cpu'] },
  { check: 'performance/images', names: ['kpi/images'] },
  { check: 'data/backup-restored', names: ['backup/db'] },
  { check: 'reliability/lost-requests', names: ['lost-requests/api'] },
];

/** The check alone, over evidence of this release and age. */
async function judged(
  { check, names, facts }: Kind,
  { of = release, at = hour, spoil = (_raws: readonly string[]) => {} } = {},
) {
  const state = join(temporaryFolder(), 'state');
  const store = openStore(state);
  const raws = names.map((name) => store.putRaw(of, name, 'json', '{}'));
  store.addEvidence(
    names.map((name, index) => ({
      name,
      outcome: 'pass',
      what: 'measured',
      value: 12,
      unit: 'ms',
      at,
      by: 't',
      release: of,
      raw: raws[index],
    })),
  );
  spoil(raws.map((raw) => join(state, raw)));
  const own = checklist.filter(({ id }) => id === check);
  const project = check.startsWith('data/') ? await smallProject(stores) : undefined;
  const files = project === undefined ? {} : { project, compose: project.stacks[0] };
  const report = verdictOf(await readyFacts(store, { ...files, ...facts }), {
    profile: 'production',
    waivers: [],
    checks: own,
  });
  return {
    verdict: report.verdict,
    outcome: report.lines[0]?.outcome,
    links: report.lines[0]?.evidence ?? [],
  };
}

const unknown = expect.objectContaining({ verdict: 'UNKNOWN', outcome: 'unknown' });

describe.each(kinds)('$check', (kind) => {
  it('passes and links to its raw data', async () => {
    const { verdict, outcome, links } = await judged(kind);
    expect([verdict, outcome]).toEqual(['READY', 'pass']);
    expect(links.map(({ path }) => path)).toEqual(
      kind.names.map(() => expect.stringMatching(/^evidence\/.+\/raw\//)),
    );
  });

  it('is unknown without its raw data, and so is the verdict', async () => {
    expect(
      await judged(kind, {
        spoil: (raws) => {
          for (const raw of raws) rmSync(raw);
        },
      }),
    ).toEqual(unknown);
  });

  // What one replacement lost is told of once and for all; everything else has to be measured again.
  it.skipIf(kind.check === 'reliability/lost-requests')(
    'is unknown when it was measured long ago',
    async () => {
      expect(await judged(kind, { at: tenDaysAgo })).toEqual(unknown);
    },
  );

  it('is nothing that another release could show', async () => {
    const { outcome, verdict } = await judged(kind, { of: 'cccc' });
    const wanted =
      kind.check === 'reliability/lost-requests' ? ['not-applicable', 'READY'] : ['unknown', 'UNKNOWN'];
    expect([outcome, verdict]).toEqual(wanted);
  });
});

describe('lines that rest on a journal', () => {
  it.each(['reliability/release', 'performance/start', 'performance/lost-nothing', 'delivery/duration'])(
    '%s is unknown without it, and with that of another release',
    async (check) => {
      const store = openStore(join(temporaryFolder(), 'state'));
      const checks = checklist.filter(({ id }) => id === check);
      const of = async (facts: Partial<Facts>) => {
        const { verdict, lines } = verdictOf(await readyFacts(store, facts), {
          profile: 'production',
          waivers: [],
          checks,
        });
        return [verdict, lines[0]?.outcome];
      };
      expect(await of({ runs: [] })).toEqual(['UNKNOWN', 'unknown']);
      expect(await of({ release: 'cccc' })).toEqual(['UNKNOWN', 'unknown']);
    },
  );
});

describe('data/backup-restored', () => {
  it('asks of each store by itself', async () => {
    const two = `${stores.replace('volumes: {', '  cache: { image: "redis:7.4", volumes: ["kept:/data"] }\n  queue: { image: "redis:7.4" }\nvolumes: { kept: {},')}`;
    const kind = kinds.find(({ check }) => check === 'data/backup-restored');
    const project = await smallProject(two);
    const of = async (names: readonly string[]) =>
      judged({ check: 'data/backup-restored', names, facts: { project, compose: project.stacks[0] } });
    expect(kind?.names).toEqual(['backup/db']);
    // The queue keeps nothing, so that nothing of it can be restored.
    expect(await of(['backup/db'])).toMatchObject({ outcome: 'unknown' });
    expect(await of(['backup/db', 'backup/cache'])).toMatchObject({ outcome: 'pass' });
  });
});

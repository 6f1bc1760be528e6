import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SeaworthyError } from '../../src/base/errors.ts';
import { stateFolderOf } from '../../src/journal/state-folder.ts';
import { openStore } from '../../src/journal/store.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Plan } from '../../src/model/plan.ts';
import { policy } from '../probes/target.ts';
import { temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
let count = 0;

function stateFolder(): string {
  count += 1;
  return join(folder, `state-${count}`);
}

function planOf(release: string): Plan {
  return {
    schema: 'seaworthy.plan/1',
    version: '0.1.0',
    stack: 'shop',
    engine: 'local',
    environment: undefined,
    release,
    previousRelease: undefined,
    phases: [
      {
        name: 'core',
        services: [
          {
            service: 'api',
            change: 'create',
            because: 'new',
            replace: undefined,
            requests: undefined,
            notes: [],
          },
        ],
        admissions: [],
        admitted: true,
        advice: [],
        steps: [
          {
            id: 'core/api/route/api-1',
            phase: 'core',
            action: { kind: 'route', service: 'api', instance: null },
            because: 'new',
            after: [],
            irreversible: false,
          },
        ],
        soakMs: 0,
      },
    ],
    wanted: {
      api: {
        unit: {
          service: 'api',
          image: undefined,
          build: undefined,
          entrypoint: [],
          command: ['node', 'x.js'],
          workingDir: undefined,
          user: undefined,
          environment: { PORT: '80', PASSWORD: { secret: '0123456789abcdef' } },
          ports: [],
          mounts: [],
          networks: [],
          peers: { api: [80] },
          restart: 'no',
          maxRestarts: undefined,
          stopSignal: 'SIGTERM',
          stopGraceMs: 10_000,
          memoryLimit: undefined,
          cpuLimit: undefined,
          pidsLimit: undefined,
          readOnly: false,
          healthcheckArgv: undefined,
          oneShot: false,
          contentHash: undefined,
          local: { command: undefined, workingDir: undefined },
        },
        config: 'c',
        gate: { probe: { kind: 'http', port: 80, path: '/' }, policy, from: 'settings', weak: false },
        replace: 'start-first',
        drainMs: 0,
        priority: 'normal',
        irreversible: false,
        requests: { memory: 1, cpus: 1, memoryFrom: 'default', cpusFrom: 'default' },
        dependsOn: [],
      },
    },
    observed: 'o',
    numbers: {},
    warnings: [],
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

const at = new Date('2026-01-01T00:00:00.000Z');

function problemOf(act: () => unknown): SeaworthyError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof SeaworthyError) return error;
    throw error;
  }
}

describe('a state folder', () => {
  it('is private, and hides itself from git', () => {
    const state = stateFolder();
    mkdirSync(state, { mode: 0o755 });
    openStore(state);
    expect(statSync(state).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(state, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('lies in the project, or where the environment says', () => {
    expect(stateFolderOf('/p', {})).toBe('/p/.seaworthy');
    expect(stateFolderOf('/p', { SEAWORTHY_STATE_DIR: '/s' })).toBe('/s');
    expect(stateFolderOf('/p', { SEAWORTHY_STATE_DIR: 's' })).toBe('/p/s');
  });

  it('of a newer version can only be read', () => {
    const state = stateFolder();
    openStore(state).releaseFor(planOf('a'), at);
    writeFileSync(join(state, 'version'), '2\n');
    expect(problemOf(() => openStore(state))?.code).toBe('STATE_VERSION');
    const store = openStore(state, { readOnly: true });
    expect([store.problem?.code, store.releases().length]).toEqual(['STATE_VERSION', 1]);
  });

  it('is not made by reading', () => {
    const state = stateFolder();
    const store = openStore(state, { readOnly: true });
    expect([store.runs(), store.releases(), store.current(), store.evidence().records]).toEqual([
      [],
      [],
      {},
      [],
    ]);
    expect(existsSync(state)).toBe(false);
  });
});

describe('releases', () => {
  it('have one number for one content', () => {
    const store = openStore(stateFolder());
    expect(store.releaseFor(planOf('a'), at).number).toBe(1);
    expect(store.releaseFor(planOf('b'), at).number).toBe(2);
    expect(store.releaseFor(planOf('a'), at).number).toBe(1);
    expect(store.releaseByHash('b')).toMatchObject({ number: 2, plan: { release: 'b' } });
    store.markPromoted(2, 'core');
    store.markPromoted(2, 'core');
    expect(store.release(2)?.promoted).toEqual(['core']);
    expect(problemOf(() => store.markPromoted(3, 'core'))?.code).toBe('NO_RELEASE');
  });

  it('keep the phases that were promoted apart from their plan, beside those that an earlier version wrote into it', () => {
    const state = stateFolder();
    const store = openStore(state);
    const path = join(state, 'releases', '1.json');
    const made = store.releaseFor(planOf('a'), at);
    writeFileSync(path, JSON.stringify({ ...made, promoted: ['core'] }));
    const before = readFileSync(path, 'utf8');
    store.markPromoted(1, 'edge');
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(store.release(1)?.promoted).toEqual(['core', 'edge']);
    expect(store.releases().map(({ number }) => number)).toEqual([1]);
  });

  it('are what their newest plan says of the services that could not run', () => {
    const store = openStore(stateFolder());
    const plan = planOf('a');
    const skipping = {
      ...plan,
      phases: plan.phases.map((phase) => ({
        ...phase,
        services: phase.services.map((one) => ({ ...one, change: 'skip' as const })),
      })),
    };
    const changes = () => store.release(1)?.plan.phases.flatMap(({ services }) => services[0]?.change);
    store.releaseFor(skipping, at);
    expect(changes()).toEqual(['skip']);
    store.markPromoted(1, 'core');
    expect(store.releaseFor(plan, at).promoted).toEqual(['core']);
    expect(changes()).toEqual(plan.phases.map(({ services }) => services[0]?.change));
  });

  it('that are damaged say which field', () => {
    const state = stateFolder();
    const store = openStore(state);
    store.releaseFor(planOf('a'), at);
    const path = join(state, 'releases', '1.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"kind": "route"', '"kind": "rout"'));
    expect(problemOf(() => store.release(1))?.message).toContain('does not hold a release: field "plan"');
    writeFileSync(path, text.slice(0, 100));
    expect(problemOf(() => store.release(1))?.message).toContain('it is not JSON');
  });

  it('are current by service', () => {
    const store = openStore(stateFolder());
    store.setCurrent(['web', 'api'], 1);
    store.setCurrent(['api'], 2);
    expect(store.current()).toEqual({ api: 2, web: 1 });
    store.setCurrent(['web'], null);
    expect(store.current()).toEqual({ api: 2 });
  });
});

describe('runs', () => {
  it('count the tries at a release and stand in the order in which they were made', () => {
    const store = openStore(stateFolder());
    const names = [14, 14, 13, 14].map((release) => store.newRun(release).run);
    expect(names).toEqual(['r14-1', 'r14-2', 'r13-1', 'r14-3']);
    expect(store.runs().map((one) => one.run)).toEqual(names);
  });

  it('keep their plan and their evidence folders', () => {
    const state = stateFolder();
    const store = openStore(state);
    const { run } = store.newRun(1);
    expect(store.runPlan(run)).toBeUndefined();
    store.putRunPlan(run, planOf('a'));
    expect(store.runPlan(run)).toEqual(JSON.parse(JSON.stringify(planOf('a'))));
    const made = store.evidenceFolder(run, '../../api');
    expect(made.relative).toBe('runs/r1-1/__.._api');
    expect(made.path).toBe(join(state, made.relative));
  });
});

describe('evidence', () => {
  const fact: Evidence = {
    name: 'smoke/a',
    outcome: 'pass',
    what: 'x',
    value: 1,
    unit: 'ms',
    at: '2026-01-01T00:00:00.000Z',
    by: 't',
    release: undefined,
    raw: undefined,
  };

  it('survives a line that was cut', () => {
    const state = stateFolder();
    const store = openStore(state);
    store.addEvidence([fact]);
    const path = join(state, 'evidence/none/records.jsonl');
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"name":"half`);
    store.addEvidence([{ ...fact, name: 'smoke/b' }]);
    const { records, unreadable } = store.evidence();
    expect([records.map((one) => one.name), unreadable]).toEqual([['smoke/a', 'smoke/b'], 1]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('secrets', () => {
  it('are found by a name that tells nothing, the same for the same value', () => {
    const state = stateFolder();
    const store = openStore(state);
    const ref = store.putSecret('hunter2');
    expect(ref).toMatch(/^[0-9a-f]{16}$/);
    expect(openStore(state).putSecret('hunter2')).toBe(ref);
    expect(store.secretRef('hunter2')).toBe(ref);
    expect(openStore(stateFolder()).putSecret('hunter2')).not.toBe(ref);
    expect(store.secretOf(ref)?.reveal()).toBe('hunter2');
    expect(String(store.secretOf(ref))).toBe('***');
    const files = readdirSync(join(state, 'secrets'));
    expect(files.map((name) => statSync(join(state, 'secrets', name)).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('cannot be used to read other files', () => {
    const store = openStore(stateFolder());
    expect(store.secretOf('../version')).toBeUndefined();
    expect(store.secretOf('0123456789abcdef')).toBeUndefined();
  });
});

// Facts of a small stack that is ready, for tests to spoil one by one.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { replay } from '../../src/journal/replay.ts';
import type { StateStore } from '../../src/journal/store.ts';
import type { JournalRecord } from '../../src/model/record.ts';
import { readProject } from '../../src/read/project.ts';
import type { Facts } from '../../src/readiness/check.ts';

export const release = 'aaaa1111bbbb2222';
export const now = new Date('2026-03-01T12:00:00.000Z');

const at = (second: number) => `2026-03-01T10:00:${String(second).padStart(2, '0')}.000Z`;

export const records: readonly JournalRecord[] = [
  {
    seq: 1,
    at: at(0),
    run: 'r1-1',
    event: 'run-begun',
    release,
    previous: undefined,
    kind: 'up',
    of: undefined,
    steps: 2,
    pid: 1,
    host: 'h',
    token: 1,
  },
  { seq: 2, at: at(1), run: 'r1-1', event: 'intent', step: 'core/api/start/api-1', because: 'it is new' },
  { seq: 3, at: at(2), run: 'r1-1', event: 'done', step: 'core/api/start/api-1', ms: 900, detail: '' },
  { seq: 4, at: at(2), run: 'r1-1', event: 'intent', step: 'core/api/gate/api-1', because: 'it is new' },
  { seq: 5, at: at(6), run: 'r1-1', event: 'done', step: 'core/api/gate/api-1', ms: 4000, detail: '' },
  { seq: 6, at: at(7), run: 'r1-1', event: 'run-ended', outcome: 'done', exitCode: 0, message: 'done' },
];

const compose = 'services:\n  api:\n    image: ghcr.io/example/api:1.2.3\n    stop_grace_period: 10s\n';

/** A folder with one compose file, read as a review reads it. */
export async function smallProject(text = compose) {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-readiness-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, 'compose.yaml'), text);
  return readProject({ root, scope: 'review', processEnv: {} });
}

export async function readyFacts(store: StateStore, spoil: Partial<Facts> = {}): Promise<Facts> {
  const project = await smallProject();
  return {
    stack: 'shop',
    now,
    release,
    plan: undefined,
    services: [{ service: 'api', state: 'up', detail: 'api-1 up', weak: false }],
    findings: [],
    artifacts: project.artifacts,
    project,
    compose: project.stacks[0],
    evidence: store.evidence(),
    smoke: ['home'],
    load: [],
    claims: undefined,
    runs: [
      { run: 'r1-1', path: 'runs/r1-1/journal.jsonl', records, state: replay(records), problem: undefined },
    ],
    maxAgeMs: 86_400_000,
    clockProblem: undefined,
    place: ({ file }) => `${file}:1`,
    ...spoil,
  };
}

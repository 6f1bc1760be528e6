import { expect, test } from 'vitest';
import type { Action, Step } from '../../src/model/plan.ts';
import type { GateState } from '../../src/model/probe.ts';
import { plain } from '../../src/output/paint.ts';
import { createPlainProgress } from '../../src/output/progress-plain.ts';
import { createTreeProgress } from '../../src/output/progress-tree.ts';
import type { ProgressEvent } from '../../src/rollout/progress.ts';

const step = (action: Action): Step => ({
  id: `core/${action.kind}`,
  phase: 'core',
  action,
  because: '',
  after: [],
  irreversible: false,
});
const start = step({ kind: 'start', service: 'api', instance: 'api-1', config: 'c' });
const gate = step({ kind: 'gate', service: 'api', instance: 'api-1' });
const state = (lastReason: string): GateState => ({
  phase: 'starting',
  probes: 3,
  passesInRow: 0,
  failuresInRow: 0,
  flaps: 0,
  restarts: 0,
  firstPassMs: undefined,
  lastActivityMs: 0,
  lastReason,
  cause: undefined,
});

const begun = (services: readonly string[]): ProgressEvent => ({
  type: 'run-begun',
  run: 'r1-1',
  release: 'abc',
  steps: 2,
  phases: [{ name: 'core', services }],
});

test('plain progress has a line per change and says what it waits for', () => {
  let now = 0;
  const progress = createPlainProgress(() => now);
  const lines = [
    begun(['api']),
    { type: 'step-begun', step: start } as const,
    { type: 'step-done', step: start, ms: 12, detail: 'pid 7' } as const,
    { type: 'step-begun', step: gate } as const,
    { type: 'gate', step: gate, state: state('GET /ready → 503') } as const,
  ].flatMap((event) => progress.lines(event));
  now = 21_000;
  expect(lines).toEqual(['run r1-1  release abc  2 steps', '[1/1 core] api-1 started 12ms (pid 7)']);
  expect(progress.waiting(now)).toBe('[1/1 core] waiting 21s for api: GET /ready → 503');
});

test('the tree shows a service with its gate, cut to the width', () => {
  const tree = createTreeProgress(() => 0);
  for (const event of [
    begun(['api']),
    { type: 'step-begun', step: gate } as const,
    { type: 'gate', step: gate, state: state('x'.repeat(200)) } as const,
  ]) {
    tree.apply(event);
  }
  const lines = tree.render(60, 24, plain);
  expect(lines[0]).toContain('1/1 core');
  expect(lines[1]).toMatch(/● api +gate/);
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThan(60);
});

test('the tree never has more lines than the terminal, and keeps what is busy', () => {
  const tree = createTreeProgress(() => 0);
  const names = Array.from({ length: 40 }, (_, index) => `waiting${index}`);
  tree.apply(begun([...names, 'api']));
  tree.apply({ type: 'step-begun', step: gate });
  const lines = tree.render(80, 10, plain);
  expect(lines).toHaveLength(10);
  expect(lines.some((line) => line.includes('api'))).toBe(true);
  expect(lines.at(-1)).toContain('… 33 more');
});

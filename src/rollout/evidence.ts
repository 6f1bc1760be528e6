// What a failed attempt leaves behind, captured before anything is removed: the reason outlives the rollback.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadline } from '../base/clock.ts';
import type { Engine } from '../engines/engine.ts';
import type { Step } from '../model/plan.ts';
import type { Observed } from '../model/unit.ts';
import type { GateFailure } from './gate-failure.ts';

export interface Captured {
  /** Folder, relative to the state folder. */
  readonly folder: string;
  readonly lastLog: string | undefined;
  readonly observed: Observed | undefined;
}

const logLines = 200;
const captureMs = 3000;

/** Writes log, observation and gate of the failed step's instance below the run's folder. Never fails itself. */
export async function captureEvidence(
  step: Step,
  failure: GateFailure | undefined,
  where: { readonly stateFolder: string; readonly run: string; readonly engine: Engine },
): Promise<Captured | undefined> {
  // A soak watches many: the failure says which of them did not hold.
  const { service, instance } = failure ?? subjectOf(step);
  if (service === undefined || instance === undefined) return undefined;
  const folder = join('runs', where.run, service);
  const limit = deadline(captureMs);
  try {
    const observed = (await where.engine.observe(limit.signal)).find((one) => one.instance === instance);
    const lines = await lastLines(where.engine, instance, limit.signal);
    const path = join(where.stateFolder, folder);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const write = (name: string, text: string) => writeFileSync(join(path, name), text, { mode: 0o600 });
    write('log.txt', `${lines.join('\n')}\n`);
    write('observed.json', `${JSON.stringify(observed ?? null, null, 2)}\n`);
    write('gate.json', `${JSON.stringify({ step: step.id, state: failure?.state ?? null }, null, 2)}\n`);
    return { folder, lastLog: lines.at(-1), observed };
  } catch {
    // Evidence is wanted, the rollback is needed: what cannot be captured does not hold it up.
    return undefined;
  } finally {
    limit.done();
  }
}

function subjectOf({ action }: Step): { readonly service?: string; readonly instance?: string } {
  if (!('instance' in action) || action.instance === null) return {};
  return { service: action.service, instance: action.instance };
}

async function lastLines(engine: Engine, instance: string, signal: AbortSignal): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of engine.logs(instance, { follow: false, tail: logLines }, signal))
    lines.push(line.text);
  return lines;
}

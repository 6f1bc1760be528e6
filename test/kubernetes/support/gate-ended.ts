// How long the gate waited that a run ended with, from the evidence that the run has kept of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, numberAt, textAt } from '../../../src/base/json.ts';
import type { Ran, UpStack } from './up-stack.ts';

export interface EndedGate {
  readonly cause: string;
  readonly waitedMs: number;
}

export function gateEnded({ folder }: UpStack, { text }: Ran): EndedGate {
  const path = /^ *evidence (\S+)/m.exec(text)?.[1];
  if (path === undefined) throw new Error(`no evidence in: ${text}`);
  const state = at(
    JSON.parse(readFileSync(join(folder, path.replace(/^.*\.seaworthy/, '.seaworthy'), 'gate.json'), 'utf8')),
    'state',
  );
  return { cause: textAt(state, 'cause') ?? '', waitedMs: numberAt(state, 'elapsedMs') ?? Number.NaN };
}

/** Of its deadline, what is impossible may take less than a third. */
export function isSoon({ waitedMs }: EndedGate, deadlineMs: number): boolean {
  return waitedMs < deadlineMs / 3;
}

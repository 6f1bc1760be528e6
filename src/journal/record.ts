// One record as a line: `{"seq":…,…,"sum":"…"}`, where the sum is taken over the text of the line without it.

import { hashOf } from '../base/hash.ts';
import { isObject } from '../base/json.ts';
import type { GateState } from '../model/probe.ts';
import type { JournalRecord, RecordBody } from '../model/record.ts';
import { isNumber, isText, listOf, oneOf, optional, type Shape, shape } from './shape.ts';

export const journalVersion = 1;
const schemaName = /^\{"schema":"seaworthy\.journal\/(\d+)"/;
const sumLength = 8;
const sealed = /^(\{.*),"sum":"([0-9a-f]{8})"\}$/s;

/** A record's fields, ready to be written. */
export function encodeLine(fields: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(fields);
  return `${text.slice(0, -1)},"sum":"${hashOf(text, sumLength)}"}`;
}

/** The fields of a line, or what is wrong with it. */
export function decodeLine(line: string): Readonly<Record<string, unknown>> | string {
  const match = sealed.exec(line);
  if (match === null) return 'it is not a whole record';
  const text = `${match[1]}}`;
  if (hashOf(text, sumLength) !== match[2]) return 'its checksum does not fit';
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : 'it is not a JSON object';
}

export function headerLine(run: string): string {
  return encodeLine({ schema: `seaworthy.journal/${journalVersion}`, run });
}

/** Version in a header line, whether or not its checksum fits: a newer version may seal its lines otherwise. */
export function versionOf(line: string): number | undefined {
  const match = schemaName.exec(line);
  return match === null ? undefined : Number(match[1]);
}

type Bodies = { readonly [E in RecordBody['event']]: Shape<Extract<RecordBody, { event: E }>> };

const gateState = shape<GateState>({
  phase: oneOf('starting', 'ready', 'soaking', 'good', 'failed'),
  probes: isNumber,
  passesInRow: isNumber,
  failuresInRow: isNumber,
  flaps: isNumber,
  restarts: isNumber,
  firstPassMs: optional(isNumber),
  lastActivityMs: isNumber,
  lastReason: isText,
  cause: optional(isText),
});

const bodies: Bodies = {
  'run-begun': shape({
    event: oneOf('run-begun'),
    release: isText,
    previous: optional(isText),
    kind: oneOf('up', 'rollback', 'down', 'shed', 'restore'),
    of: optional(isText),
    steps: isNumber,
    pid: isNumber,
    host: isText,
    token: isNumber,
  }),
  'run-resumed': shape({ event: oneOf('run-resumed'), pid: isNumber, host: isText, token: isNumber }),
  intent: shape({ event: oneOf('intent'), step: isText, because: isText }),
  done: shape({ event: oneOf('done'), step: isText, ms: isNumber, detail: isText }),
  failed: shape({
    event: oneOf('failed'),
    step: isText,
    code: isText,
    cause: isText,
    evidence: optional(isText),
  }),
  reopened: shape({ event: oneOf('reopened'), step: isText, because: isText }),
  gate: shape({ event: oneOf('gate'), step: isText, state: gateState.is }),
  'phase-begun': shape({ event: oneOf('phase-begun'), phase: isText }),
  'phase-done': shape({ event: oneOf('phase-done'), phase: isText, ms: isNumber }),
  'rollback-begun': shape({ event: oneOf('rollback-begun'), phase: optional(isText), because: isText }),
  'rollback-done': shape({ event: oneOf('rollback-done'), kept: listOf(isText) }),
  warning: shape({ event: oneOf('warning'), message: isText }),
  'run-ended': shape({
    event: oneOf('run-ended'),
    outcome: oneOf('done', 'rolled-back', 'failed', 'cancelled', 'undone'),
    exitCode: isNumber,
    message: isText,
  }),
};

const frame = shape<{ seq: number; at: string; run: string }>({ seq: isNumber, at: isText, run: isText });
const shapes = new Map<unknown, Shape<RecordBody>>(Object.entries(bodies));

/** The fields as a record, or what is wrong with them. */
export function toRecord(fields: Readonly<Record<string, unknown>>): JournalRecord | string {
  const body = shapes.get(fields.event);
  if (body === undefined)
    return `it holds an event that this version does not know (${String(fields.event)})`;
  if (!body.is(fields)) return body.wrong(fields);
  if (!frame.is(fields)) return frame.wrong(fields);
  return fields;
}

// Evidence of a stack as JSON lines: appended by every verb that measures, read by reports.
import { closeSync, existsSync, fdatasyncSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../model/evidence.ts';
import { fileError, fileMode, parseJson, readText, syncFolder, writeAll } from './files.ts';
import { isNumber, isText, oneOf, optional, shape } from './shape.ts';

const evidenceShape = shape<Evidence>({
  name: isText,
  outcome: oneOf('pass', 'fail', 'unknown'),
  what: isText,
  value: optional((value): value is string | number => isText(value) || isNumber(value)),
  unit: optional(isText),
  at: isText,
  by: isText,
  release: optional(isText),
  raw: optional(isText),
});

export function evidenceStore(path: string) {
  return {
    addEvidence(evidence: readonly Evidence[]): void {
      if (evidence.length === 0) return;
      appendLines(path, evidence.map((one) => `${JSON.stringify(one)}\n`).join(''));
    },
    evidence() {
      const lines = (readText(path) ?? '').split('\n').filter((line) => line !== '');
      const values = lines.map(parseJson);
      const records = values.filter(evidenceShape.is);
      return { records, unreadable: values.length - records.length };
    },
  };
}

function appendLines(path: string, text: string): void {
  const isNew = !existsSync(path);
  const descriptor = openSync(path, 'a+', fileMode);
  try {
    const size = fstatSync(descriptor).size;
    const last = Buffer.alloc(1);
    if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
    // A line that a crash left open must not swallow the next one.
    const open = size > 0 && last[0] !== 0x0a;
    writeAll(descriptor, Buffer.from(open ? `\n${text}` : text));
    fdatasyncSync(descriptor);
  } catch (error) {
    throw fileError('write', path, error);
  } finally {
    closeSync(descriptor);
  }
  if (isNew) syncFolder(join(path, '..'));
}

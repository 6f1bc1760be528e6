// Sign-offs of a stack, and the latest time that was ever seen here: both outlive a clock that is set back.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../base/errors.ts';
import type { SignOff } from '../model/readiness.ts';
import { profiles } from '../model/readiness.ts';
import { fileError, makeFolder, readJson, readText, writeAtomic, writeJson } from './files.ts';
import { isText, oneOf, shape } from './shape.ts';

export const signOffShape = shape<SignOff>({
  schema: oneOf('seaworthy.sign-off/1'),
  stack: isText,
  release: isText,
  profile: oneOf(...profiles),
  verdict: oneOf('READY', 'NOT READY', 'UNKNOWN'),
  verdictHash: isText,
  reportHash: isText,
  by: isText,
  role: isText,
  at: isText,
  key: isText,
  signature: isText,
});

export interface StoredSignOff {
  readonly number: number;
  readonly signOff: SignOff;
  /** The report as it was signed. */
  readonly report: string | undefined;
}

export function signOffStore(stateFolder: string) {
  const root = join(stateFolder, 'sign-offs');
  return {
    /** Gives the folder, relative to the state folder. */
    addSignOff(signOff: SignOff, report: string): string {
      const number = (numbersIn(root).at(-1) ?? 0) + 1;
      const folder = join(root, String(number));
      makeFolder(folder);
      writeAtomic(join(folder, 'report.json'), report);
      writeJson(join(folder, 'sign-off.json'), signOff);
      return `sign-offs/${number}`;
    },
    /** Oldest first. */
    signOffs(): readonly StoredSignOff[] {
      return numbersIn(root).flatMap((number) => {
        const folder = join(root, String(number));
        const signOff = readJson(join(folder, 'sign-off.json'), signOffShape, 'a sign-off');
        return signOff === undefined
          ? []
          : [{ number, signOff, report: readText(join(folder, 'report.json')) }];
      });
    },
  };
}

function numbersIn(root: string): readonly number[] {
  try {
    return readdirSync(root)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw fileError('read', root, error);
  }
}

/** The latest time at which a report was made, ISO. */
export function latestSeen(stateFolder: string): string | undefined {
  return readText(join(stateFolder, 'seen'))?.trim();
}

/** Only ever goes forward. */
export function markSeen(stateFolder: string, now: Date): void {
  const time = now.toISOString();
  if (time > (latestSeen(stateFolder) ?? '')) writeAtomic(join(stateFolder, 'seen'), `${time}\n`);
}

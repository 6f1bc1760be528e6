// Secret values of a stack, kept beside its state and named by a keyed hash: plans and journals carry only the name.
import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../base/errors.ts';
import { Secret } from '../base/secret.ts';
import { fileError, makeFolder, readText, syncFolder, writeAtomic } from './files.ts';

export interface SecretStore {
  /** Hex; made when it is asked for first. */
  salt(): string;
  /** From now on names are keyed with this salt, which others use, too; values keep the names that they have. */
  useSalt(salt: string): void;
  /** The name that `putSecret` gives the value; nothing is written but the salt. */
  secretRef(value: string): string;
  /** Keeps the value; equal values have equal names, so that an unchanged secret changes no plan. */
  putSecret(value: string): string;
  /** Undefined when no such value is kept. */
  secretOf(ref: string): Secret | undefined;
}

const refLength = 16;
const isRef = /^[0-9a-f]{16}$/;

export function openSecrets(folder: string): SecretStore {
  let salt: Buffer | undefined;
  const secretRef = (value: string) => {
    salt ??= saltOf(folder);
    return createHmac('sha256', salt).update(value).digest('hex').slice(0, refLength);
  };
  return {
    salt() {
      salt ??= saltOf(folder);
      return salt.toString();
    },
    useSalt(other) {
      if (salt?.toString() === other || readText(join(folder, 'salt')) === other) return;
      makeFolder(folder);
      writeAtomic(join(folder, 'salt'), other);
      salt = Buffer.from(other);
    },
    secretRef,
    putSecret(value) {
      const ref = secretRef(value);
      const path = join(folder, ref);
      if (readText(path) !== value) writeAtomic(path, value);
      return ref;
    },
    secretOf(ref) {
      // A name from a plan is text from a file: it must not reach outside the folder.
      const value = isRef.test(ref) ? readText(join(folder, ref)) : undefined;
      return value === undefined ? undefined : new Secret(value);
    },
  };
}

/** A salt of this stack: without it the short names could be tried against a list of common passwords. */
function saltOf(folder: string): Buffer {
  const path = join(folder, 'salt');
  const there = readSalt(path);
  if (there !== undefined) return there;
  makeFolder(folder);
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeAtomic(fresh, randomBytes(32).toString('hex'));
    // A link fails where the name is taken, so that of two beginners both use the first one's salt.
    linkSync(fresh, path);
    syncFolder(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw fileError('write', path, error);
  } finally {
    rmSync(fresh, { force: true });
  }
  return readFileSync(path);
}

function readSalt(path: string): Buffer | undefined {
  const text = readText(path);
  return text === undefined ? undefined : Buffer.from(text);
}

// A person's word under a verdict: an ed25519 signature (RFC 8032) over its hash, the report's hash and the release.
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson, hashOf } from '../base/hash.ts';
import type { Report, SignOff } from '../model/readiness.ts';

/** `302a300506032b6570032100`: what stands before the 32 bytes of a raw key in SPKI (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export interface Signer {
  readonly by: string;
  readonly role: string;
  readonly key: KeyObject;
}

/** @throws TypeError when the report has no release. */
export function signOffOf(report: Report, reportText: string, { by, role, key }: Signer): SignOff {
  if (report.release === undefined) throw new TypeError('a report without a release cannot be signed');
  const body = {
    schema: 'seaworthy.sign-off/1' as const,
    stack: report.stack,
    release: report.release,
    profile: report.profile,
    verdict: report.verdict,
    verdictHash: report.verdictHash,
    reportHash: hashOf(reportText),
    by,
    role,
    at: report.at,
    key: rawPublicKey(createPublicKey(key)),
  };
  return { ...body, signature: sign(null, Buffer.from(canonicalJson(body)), key).toString('base64') };
}

export function rawPublicKey(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).subarray(spkiPrefix.length).toString('base64');
}

export function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

export interface SignOffContext {
  /** The verdict as it is now. */
  readonly current: Report;
  /** The report that is held against the signature, as it lies on the disk. */
  readonly reportText: string | undefined;
  /** Raw public keys, base64, that may sign; any may when undefined. */
  readonly trusted: readonly string[] | undefined;
}

/** Why a signature does not stand under the verdict of now; empty when it does. */
export function signOffProblems(
  signOff: SignOff,
  { current, reportText, trusted }: SignOffContext,
): readonly string[] {
  const { signature, ...body } = signOff;
  const problems: string[] = [];
  if (!isSigned(body, signature)) problems.push('the signature does not fit: the sign-off was edited');
  if (trusted !== undefined && !trusted.includes(signOff.key))
    problems.push('it was signed with a key that is not among those given');
  if (signOff.stack !== current.stack) problems.push(`it is of stack ${signOff.stack}, not ${current.stack}`);
  if (signOff.release !== current.release)
    problems.push(
      `it is of release ${signOff.release.slice(0, 8)}, and ${current.release?.slice(0, 8) ?? 'none'} serves`,
    );
  if (reportText === undefined) problems.push('the report that was signed is gone');
  else if (hashOf(reportText) !== signOff.reportHash)
    problems.push('the report was edited after it was signed');
  if (signOff.profile === current.profile && signOff.verdictHash !== current.verdictHash)
    problems.push('the verdict has changed since: a check, its evidence or a waiver is another');
  return problems;
}

function isSigned(body: Omit<SignOff, 'signature'>, signature: string): boolean {
  try {
    const der = Buffer.concat([spkiPrefix, Buffer.from(body.key, 'base64')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, Buffer.from(canonicalJson(body)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** A public key in PEM, or that of a private one. */
export function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

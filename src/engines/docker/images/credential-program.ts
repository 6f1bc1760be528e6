// Credential helpers: `docker-credential-NAME get` reads a server's address and writes JSON (docker-credential-helpers).

import { parsedJson, textAt } from '../../../base/json.ts';
import { Secret } from '../../../base/secret.ts';
import { runProgram } from './program.ts';

export type CredentialAnswer =
  | { readonly kind: 'found'; readonly username: string; readonly secret: Secret }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly why: string };

interface CredentialContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A helper may ask a keychain or a cloud; a person who must unlock something is not waited for. */
const deadlineMs = 15_000;

export async function askCredentialProgram(
  name: string,
  server: string,
  context: CredentialContext,
): Promise<CredentialAnswer> {
  const program = `docker-credential-${name}`;
  // The name comes from a file and becomes part of a program's name: nothing that leads to another folder.
  if (!/^[\w.-]+$/.test(name))
    return { kind: 'failed', why: `the credential helper "${name}" has no valid name` };
  const { exitCode, stdout, why } = await runProgram([program, 'get'], {
    ...context,
    inactivityMs: deadlineMs,
    input: `${server}\n`,
  });
  if (exitCode === 0) {
    const fields = parsedJson(stdout);
    const username = textAt(fields, 'Username');
    const secret = textAt(fields, 'Secret');
    if (secret === undefined || secret === '') return { kind: 'none' };
    return { kind: 'found', username: username ?? '', secret: new Secret(secret) };
  }
  // Helpers write this to stdout and end with 1 when nothing is kept for the server.
  if (/credentials not found|no credentials server url/i.test(stdout)) return { kind: 'none' };
  // What it printed may hold what it keeps, so only its end is told.
  return {
    kind: 'failed',
    why: `${program} gave no credentials for ${server}: ${why ?? `it ended with ${exitCode}`}`,
  };
}

// `report sign` and `report verify`: the user's own key, made when it is first needed.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { makeFolder, readText, writeAtomic } from '../journal/files.ts';
import { reportJson } from '../output/report/json.ts';
import { signOffText } from '../output/report/text.ts';
import {
  privateKeyOf,
  publicKeyOf,
  rawPublicKey,
  signOffOf,
  signOffProblems,
} from '../readiness/sign-off.ts';
import { type MadeReport, makeReport } from './report-facts.ts';
import type { VerbContext } from './verb.ts';

/** `$XDG_CONFIG_HOME/seaworthy/sign-key.pem`. */
function ownKeyPath({ env }: VerbContext): string {
  return join(
    env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'),
    'seaworthy',
    'sign-key.pem',
  );
}

export async function signReport(context: VerbContext): Promise<ExitCode> {
  const { flags, terminal } = context;
  const by = flags.text('by');
  const role = flags.text('role');
  if (by === undefined || role === undefined) {
    throw new SeaworthyError('USAGE', 'report sign wants --by and --role', {
      hint: "Say who signs: --by 'Ana B.' --role 'release lead'.",
    });
  }
  const made = await makeReport(context);
  if (made.report.release === undefined) {
    throw new SeaworthyError('NO_RELEASE', 'there is no release to sign', {
      hint: 'seaworthy up makes one.',
    });
  }
  const path = flags.text('key') ?? ownKeyPath(context);
  const key = signingKey(resolve(context.cwd, path), flags.text('key') === undefined);
  const text = reportJson(made.report);
  const signOff = signOffOf(made.report, text, { by, role, key });
  const folder = made.store.addSignOff(signOff, text);
  terminal.stdout.write(
    `${signOffText({ signOff, problems: [] }, terminal.paint)}\n  kept in ${folder}, key ${signOff.key}\n`,
  );
  return exitCodes.ok;
}

function signingKey(path: string, isOwn: boolean) {
  if (isOwn && !existsSync(path)) {
    makeFolder(dirname(path));
    writeAtomic(
      path,
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
  }
  const key = privateKeyOf(readText(path) ?? '');
  if (key !== undefined) return key;
  throw new SeaworthyError('USAGE', `${path} holds no ed25519 private key`, {
    hint: 'openssl genpkey -algorithm ed25519 -out key.pem makes one.',
  });
}

/** All sign-offs with what speaks against them now. */
export function standingSignOffs({ store, report }: MadeReport) {
  return store.signOffs().map(({ signOff, report: reportText }) => ({
    signOff,
    problems: signOffProblems(signOff, { current: report, reportText, trusted: undefined }),
  }));
}

export async function verifyReport(context: VerbContext): Promise<ExitCode> {
  const { flags, terminal, positionals } = context;
  const made = await makeReport(context);
  const file = positionals[1];
  const keyFile = flags.text('key');
  const trusted = keyFile === undefined ? undefined : [trustedKey(resolve(context.cwd, keyFile))];
  const last = made.store.signOffs().at(-1);
  if (last === undefined) {
    throw new SeaworthyError('NOT_READY', 'nobody has signed a report of this stack', {
      hint: 'seaworthy report sign does.',
    });
  }
  const reportText = file === undefined ? last.report : readText(resolve(context.cwd, file));
  const problems = signOffProblems(last.signOff, { current: made.report, reportText, trusted });
  terminal.stdout.write(
    `${signOffText({ signOff: last.signOff, problems }, terminal.paint)}\n  key ${last.signOff.key}\n`,
  );
  return problems.length === 0 ? exitCodes.ok : exitCodes.notReady;
}

function trustedKey(path: string): string {
  const key = publicKeyOf(readText(path) ?? '');
  if (key !== undefined) return rawPublicKey(key);
  throw new SeaworthyError('USAGE', `${path} holds no ed25519 public key`, {
    hint: 'openssl pkey -in key.pem -pubout writes it.',
  });
}

// Names of secret values are keyed with a salt. Deployers on several machines must name them alike, or each would see the
// other's release as another one: so the salt lies beside the inventory, made once by whoever holds the stack first.
import { textAt } from '../../base/json.ts';
import { fieldOwner } from './client.ts';
import type { ApiObject } from './json.ts';
import { engineLabels, isOurs } from './labels.ts';
import { refusalOf } from './refusals.ts';
import type { Kube } from './stack.ts';

const kind = { apiVersion: 'v1', kind: 'Secret' } as const;
/** As many hex digits as a salt has at the least: what somebody has emptied is none. */
const isSalt = /^[0-9a-f]{32,128}$/;

export function saltSecret({ stack, namespace }: Kube): ApiObject {
  const labels = engineLabels(stack, 'salt');
  return { ...kind, metadata: { name: `seaworthy-${stack}-salt`, namespace, labels } };
}

/**
 * The stack's salt; `own` where there is none yet, which is then kept for others if the stack is held.
 *
 * @throws SeaworthyError when it can be neither read nor made
 */
export async function saltOf(kube: Kube, own: string, isHeld: boolean, signal: AbortSignal): Promise<string> {
  const found = await readSalt(kube, signal);
  if (found === 'forbidden') return own;
  if (found !== undefined || !isHeld) return found ?? own;
  const { client, namespace } = kube;
  const path = await client.pathOf(kind, namespace, signal);
  const body = { ...saltSecret(kube), type: 'Opaque', stringData: { salt: own } };
  const query = { fieldManager: fieldOwner };
  // Only ever made, never changed: of two who begin together both read what the first one has made.
  const answer = await client.ask({ method: 'POST', path, query, body }, signal).catch(() => undefined);
  if (answer !== undefined && answer.status < 300) return own;
  const made = await readSalt(kube, signal);
  if (made !== undefined && made !== 'forbidden') return made;
  // Who may not make Secrets has none to name either, or is told so when they are applied.
  if (answer === undefined || answer.status === 403) return own;
  throw refusalOf(answer, `make Secret ${saltSecret(kube).metadata.name}`);
}

async function readSalt(kube: Kube, signal: AbortSignal): Promise<string | 'forbidden' | undefined> {
  const { client, namespace } = kube;
  const { name } = saltSecret(kube).metadata;
  const path = `${await client.pathOf(kind, namespace, signal)}/${name}`;
  const answer = await client.ask({ method: 'GET', path }, signal);
  if (answer.status === 403) return 'forbidden';
  if (answer.status === 404) return undefined;
  if (answer.status >= 300) throw refusalOf(answer, `read Secret ${name}`);
  const salt = Buffer.from(textAt(answer.body, 'data', 'salt') ?? '', 'base64').toString();
  return isOurs(answer.body, kube) && isSalt.test(salt) ? salt : undefined;
}

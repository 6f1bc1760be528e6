// Names of secret values are keyed with a salt. Deployers on several machines must name them alike, or each would see the
// other's release as another one: so the salt lies beside the inventory, made once by whoever holds the stack first.
import { textAt } from '../../base/json.ts';
import { fieldOwner } from './client.ts';
import { createNamed } from './create.ts';
import type { Inventory } from './inventory.ts';
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
export async function saltOf(
  kube: Kube,
  own: string,
  /** Of the one who holds the stack; undefined: it is only looked at. */
  inventory: Inventory | undefined,
  signal: AbortSignal,
): Promise<string> {
  const found = await readSalt(kube, signal);
  if (isText(found)) return found.text;
  if (found === 'forbidden' || inventory === undefined) return own;
  await inventory.keep(saltSecret(kube), signal);
  return makeSalt(kube, own, signal);
}

/** Only ever made, never changed: of two who begin together both use what the first one has made. */
async function makeSalt(kube: Kube, own: string, signal: AbortSignal): Promise<string> {
  const { client, namespace } = kube;
  const path = await client.pathOf(kind, namespace, signal);
  const body = { ...saltSecret(kube), type: 'Opaque', stringData: { salt: own } };
  const request = { path, query: { fieldManager: fieldOwner }, body };
  const isMade = async () => isText(await readSalt(kube, signal));
  const answer = await createNamed(client, request, isMade, signal);
  // Who may not make Secrets has none to name either, or is told so when they are applied.
  if (answer !== 'made' && (answer.status < 300 || answer.status === 403)) return own;
  const made = await readSalt(kube, signal);
  if (isText(made)) return made.text;
  if (answer === 'made') return own;
  throw refusalOf(answer, `make Secret ${saltSecret(kube).metadata.name}`);
}

type Found = { readonly text: string } | 'none' | 'forbidden';

function isText(found: Found): found is { readonly text: string } {
  return typeof found === 'object';
}

async function readSalt(kube: Kube, signal: AbortSignal): Promise<Found> {
  const { client, namespace } = kube;
  const { name } = saltSecret(kube).metadata;
  const path = `${await client.pathOf(kind, namespace, signal)}/${name}`;
  const answer = await client.ask({ method: 'GET', path }, signal);
  if (answer.status === 403) return 'forbidden';
  if (answer.status === 404) return 'none';
  if (answer.status >= 300) throw refusalOf(answer, `read Secret ${name}`);
  const salt = Buffer.from(textAt(answer.body, 'data', 'salt') ?? '', 'base64').toString();
  return isOurs(answer.body, kube) && isSalt.test(salt) ? { text: salt } : 'none';
}

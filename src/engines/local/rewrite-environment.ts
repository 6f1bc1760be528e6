// Environment values: like any text, and keys whose meaning their name gives away.
import { type AddressBook, rewriteText } from './rewrite.ts';

export type Environment = Readonly<Record<string, string>>;

const hostKey = /^(.*?)(HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/i;
const portKey = /(^|_)PORT$/i;
const bindKey = /(^|_)(HOST|HOSTNAME|BIND|ADDR|ADDRESS|LISTEN)$/i;

export function rewriteEnvironment(
  environment: Environment,
  book: AddressBook,
): { readonly environment: Environment; readonly moved: readonly number[] } {
  const moved: number[] = [];
  const pairs = peerPairs(environment, book);
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(environment)) {
    const own = book.own[value];
    const pair = pairs[key];
    if (pair !== undefined) out[key] = pair;
    else if (own !== undefined && portKey.test(key)) {
      moved.push(Number(value));
      out[key] = String(own);
    } else if ((value === '0.0.0.0' || value === '::') && bindKey.test(key)) out[key] = '127.0.0.1';
    else {
      const { text, moved: named } = rewriteText(value, book);
      moved.push(...named);
      out[key] = text;
    }
  }
  return { environment: { ...pairs, ...out }, moved };
}

/**
 * `DB_HOST=postgres` with `DB_PORT=5432`. Without the port's key the one port of the service is added under it, since
 * the default that the program would take (5432 for `PGPORT`) is not where the front listens.
 */
function peerPairs(environment: Environment, book: AddressBook): Environment {
  const pairs: Record<string, string> = {};
  for (const [key, value] of Object.entries(environment)) {
    const match = hostKey.exec(key);
    const ports = book.services[value];
    if (match === null || ports === undefined) continue;
    const prefix = match[1] ?? '';
    const ofPort = key === key.toLowerCase() ? `${prefix}port` : `${prefix}PORT`;
    const asked = environment[ofPort];
    const known = Object.values(ports);
    const port = asked === undefined ? (known.length === 1 ? known[0] : undefined) : ports[asked];
    if (port === undefined) continue;
    pairs[key] = '127.0.0.1';
    pairs[ofPort] = String(port);
  }
  return pairs;
}

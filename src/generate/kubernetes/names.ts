// Names of services as Kubernetes takes them, and host names in values that go with them.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
import { literal } from '../../base/text.ts';

/** A label that any object may be called: lower case letters, digits and dashes, beginning with a letter. */
export function labelOf(text: string, limit = 63): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '');
  const begun = /^[a-z]/.test(plain) ? plain : `s-${plain}`;
  return begun.slice(0, limit).replace(/-+$/, '') || 'service';
}

/** Each service and its name; two that fall together are told apart by a number. */
export function namesOf(services: Iterable<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const service of services) {
    // Room for the hash that a StatefulSet puts behind it in a label of its pods.
    const wanted = labelOf(service, 52);
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
    taken.add(name);
    names.set(service, name);
  }
  return names;
}

/** True of keys whose value may be the bare name of a host. */
export function isHostKey(name: string): boolean {
  return /(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|UPSTREAM|BROKER|BOOTSTRAP|URL|URI)S?$/i.test(name);
}

/** The value with hosts of renamed services replaced: in URLs, in `host:port`, and as the whole value of a host's key. */
export function withHosts(value: string, names: ReadonlyMap<string, string>, key = 'HOST'): string {
  let text = value;
  for (const [service, name] of names) {
    if (service === name || !text.includes(service)) continue;
    if (text === service) return isHostKey(key) ? name : text;
    const escaped = literal(service);
    text = text.replace(new RegExp(`(//|@|^|[\\s,=;])${escaped}(?=:\\d|/|\\?|,|;|$)`, 'g'), `$1${name}`);
  }
  return text;
}

/** What is true of each host: `example.com`, but no file name, version or address of the cluster. */
export function isOuterHost(host: string): boolean {
  if (!/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(host)) return false;
  return !/\.(?:local|localhost|localdomain|internal|invalid|test|example|svc)$|(?:^|\.)example\.(?:com|org|net)$/i.test(
    host,
  );
}

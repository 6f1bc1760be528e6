// Hosts and ports written anew, in environment values and in configuration files.
import type { Edit } from '../../base/edit.ts';
import type { Located } from '../../base/span.ts';
import { literal } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Port, Service, Stack } from '../../model/service.ts';
import { addItem, addKey, replacePart } from '../../syntax/yaml-edit.ts';
import type { EnvAddress } from './env-address.ts';
import { addToService, isExtended } from './service-fix.ts';
import { writtenAt } from './source-text.ts';
import { hasExternalNetwork, networksOf } from './stack.ts';
import { wrongPort } from './wrong-port.ts';
import { isBrought, renamedAt, rewritten, yamlOf } from './yaml-fix.ts';

interface Address {
  readonly host: string;
  readonly port: number | undefined;
}

/** Another host or port in a value that names the address once. */
export function readdressed(
  project: Project,
  value: Pick<Located<unknown>, 'span' | 'trail'>,
  from: Address,
  to: Address,
): Edit | undefined {
  if (isBrought(value)) return undefined;
  const found = addressIn(writtenAt(project, value.span), from);
  if (found === undefined) return undefined;
  const start = value.span.start + found.start;
  const text = found.port === undefined || to.port === undefined ? to.host : `${to.host}:${to.port}`;
  return rewritten(project, { ...value.span, start, end: start + found.length }, text);
}

/** Where host and port stand, in a URL or by themselves; undefined when nowhere, or at several places. */
function addressIn(written: string, { host, port }: Address) {
  const name = `(${literal(host)}(?::(\\d+))?)(?=$|[/?,;\\s"'#&)\\]}])`;
  const inUrl = [...written.matchAll(new RegExp(`://(?:[^\\s/@"'<>]*@)?${name}`, 'gid'))];
  const all = inUrl.length > 0 ? inUrl : [...written.matchAll(new RegExp(`(?<![\\w.:/@-])${name}`, 'gid'))];
  const [first, ...others] = all.filter(([, , found]) => found === undefined || Number(found) === port);
  const range = first?.indices?.[1];
  if (first === undefined || range === undefined || others.length > 0) return undefined;
  return { start: range[0], length: range[1] - range[0], port: first[2] };
}

/** The address of a service under `name`, at a port on which it listens; undefined where it cannot be reached. */
export function reachable(
  project: Project,
  stack: Stack,
  asking: Service,
  {
    target,
    name,
    port,
  }: { readonly target: Service; readonly name: string; readonly port: number | undefined },
): Address | undefined {
  const [own, theirs] = [networksOf(asking), networksOf(target)];
  const isNear = own !== undefined && theirs !== undefined && [...own].some((network) => theirs.has(network));
  if (target === asking || (!isNear && !hasExternalNetwork(stack, target))) return undefined;
  const wrong = port === undefined ? undefined : wrongPort(project, port, target);
  return { host: name, port: wrong?.listens ?? port };
}

/** The same for an address in the environment of a service. */
export function readdressedVariable(
  project: Project,
  { entry, value, host, port }: EnvAddress,
  to: Address | undefined,
): Edit | undefined {
  // A file of variables may be meant for others as well.
  if (to === undefined || entry.from !== 'environment') return undefined;
  return readdressed(project, value, { host, port }, to);
}

/** The host side of a port bound to the machine itself. */
export function boundToLoopback(project: Project, { host, published, span }: Port): Edit | undefined {
  if (host !== undefined && host.value !== '') return renamedAt(project, host.span, host.value, '127.0.0.1');
  const source = yamlOf(project, span.file);
  const written = writtenAt(project, span);
  // Only a port with both sides takes an address in front of them, inside of its quotes.
  const short = /^(["']?)(?:\d+|\$\{\w+(?::?-\d+)?\}):\d+(?:\/(?:tcp|udp))?["']?$/.exec(written);
  if (short !== null) {
    const start = span.start + (short[1]?.length ?? 0);
    return replacePart(source, { ...span, start, end: start }, '127.0.0.1:');
  }
  return published === undefined ? undefined : addKey(source, span, ['host_ip'], '127.0.0.1');
}

/** Puts a service on the one network of another. */
export function joined(project: Project, stack: Stack, service: Service, other: Service): Edit | undefined {
  const [name, ...more] = networksOf(other) ?? [];
  if (name === undefined || more.length > 0 || service.networkMode !== undefined) return undefined;
  if (name !== 'default' && !stack.networks.has(name)) return undefined;
  return onNetwork(project, service, name);
}

export function onNetwork(project: Project, service: Service, name: string): Edit | undefined {
  if (isExtended(project, service)) return undefined;
  const at = service.keys.get('networks');
  if (at === undefined) return addToService(project, service, ['networks'], ['default', name]);
  const source = yamlOf(project, at.file);
  return addKey(source, at, [name], null) ?? addItem(source, at, name);
}

// Short port syntax `[[IP:][PUBLISHED]:]TARGET[/PROTOCOL]`, ranges included (spec: services, "ports").
import { isIpAddress } from '../../../base/ip.ts';
import {
  type MapNode,
  type Node,
  part,
  record,
  revalued,
  type ScalarNode,
  scalarAt,
  textAt,
} from '../node/node.ts';
import { describe, type Report } from '../report.ts';
import { wrapped } from './lists.ts';

/** A part of the text: offsets, and the numbers it stands for. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
}

interface PortText {
  /** Offsets of the host address. */
  readonly host: readonly [number, number] | undefined;
  readonly published: Range | undefined;
  readonly target: Range;
  readonly protocol: readonly [number, number] | undefined;
}

const protocols: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);

export function portList(report: Report): (node: Node) => Node {
  return (node) => {
    if (node.kind !== 'list') return node;
    return wrapped(
      node,
      node.items.flatMap((item) => longPorts(item, report)),
    );
  };
}

function longPorts(item: Node, report: Report): readonly Node[] {
  if (item.tag === 'reset' || item.kind === 'list') return [item];
  if (item.kind === 'map') return isLongPortGood(item, report) ? [item] : [];
  const read = readPort(item.text);
  if (typeof read === 'string') {
    report.problem({
      code: 'invalid-value',
      message: `Expected a port such as "8080:80" or "127.0.0.1:8080:80/tcp", found ${describe(item)}: ${read}`,
      span: item.span,
      hint: 'Write [[address:]published:]target[/protocol], in quotes.',
    });
    return [];
  }
  return pairsOf(item, read);
}

/** One long-form port for each pair; a range of published ports over one target stays one port. */
function pairsOf(item: ScalarNode, { host, published, target, protocol }: PortText): readonly Node[] {
  const ports: Node[] = [];
  const isPool = published !== undefined && target.low === target.high && published.high > published.low;
  for (let number = target.low; number <= target.high; number++) {
    const text = published === undefined ? undefined : part(item, published.from, published.to);
    const own =
      published === undefined || isPool
        ? text
        : text && revalued(text, String(published.low + number - target.low));
    ports.push(
      record(
        [
          ['host_ip', host === undefined ? undefined : part(item, ...host)],
          ['published', own],
          ['target', revalued(part(item, target.from, target.to), number)],
          ['protocol', protocol === undefined ? undefined : lowerCase(part(item, ...protocol))],
        ],
        item.span,
        item,
      ),
    );
  }
  return inOrder(ports);
}

/** By the text of their target, as docker compose has it: 10 before 9. */
function inOrder(ports: readonly Node[]): readonly Node[] {
  const key = (port: Node) => textAt(port, 'target') ?? '';
  return [...ports].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function lowerCase(node: ScalarNode): ScalarNode {
  return revalued(node, node.text.toLowerCase());
}

/** The parts of a short form, or what is wrong with it. */
function readPort(text: string): PortText | string {
  const slash = text.indexOf('/');
  const end = slash === -1 ? text.length : slash;
  // `80/` has no protocol: docker compose takes it for tcp.
  if (slash !== -1 && slash + 1 < text.length && !protocols.has(text.slice(slash + 1).toLowerCase()))
    return 'the protocol is not tcp, udp or sctp';
  const protocol =
    slash === -1 || slash + 1 === text.length ? undefined : ([slash + 1, text.length] as const);
  const colon = text.lastIndexOf(':', end - 1);
  const target = rangeOf(text, colon + 1, end);
  if (target === undefined) return targetFault(text.slice(colon + 1, end));
  if (colon === -1) return { host: undefined, published: undefined, target, protocol };
  const before = text.lastIndexOf(':', colon - 1);
  const isBare = before === -1 || colon === 0;
  const host = isBare ? undefined : hostOf(text, before);
  if (typeof host === 'string') return host;
  const from = isBare ? 0 : before + 1;
  if (from === colon) return { host, published: undefined, target, protocol };
  const published = rangeOf(text, from, colon, 0);
  if (published === undefined)
    return `the published port "${text.slice(from, colon)}" is not a number from 0 to 65535`;
  const isUneven = published.high - published.low !== target.high - target.low && target.high !== target.low;
  return isUneven ? 'the two ranges differ in length' : { host, published, target, protocol };
}

function targetFault(text: string): string {
  return text === ''
    ? 'the target port is missing'
    : `the target port "${text}" is not a number from 1 to 65535`;
}

/** Offsets of the address, without the brackets of IPv6. */
function hostOf(text: string, end: number): readonly [number, number] | undefined | string {
  if (end === 0) return undefined;
  const isBracketed = text.startsWith('[') && text[end - 1] === ']';
  const range = isBracketed ? ([1, end - 1] as const) : ([0, end] as const);
  // Docker compose knows no zones (`fe80::1%eth0`).
  const address = text.slice(...range);
  return !isIpAddress(address) || address.includes('%')
    ? `"${text.slice(0, end)}" is not an IP address`
    : range;
}

function rangeOf(text: string, from: number, to: number, least = 1): Range | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.slice(from, to));
  if (match === null) return undefined;
  const low = Number(match[1]);
  const high = Number(match[2] ?? match[1]);
  return low < least || high > 65535 || high < low ? undefined : { from, to, low, high };
}

function isLongPortGood(port: MapNode, report: Report): boolean {
  const bad = (node: ScalarNode, expected: string, accepted = false) => {
    const message = `Expected ${expected}, found ${describe(node)}`;
    const hint = `Write ${expected}.`;
    report.problem({
      code: 'invalid-value',
      message,
      span: node.span,
      hint,
      ...(accepted ? { accepted } : {}),
    });
    return accepted;
  };
  const target = scalarAt(port, 'target');
  const published = scalarAt(port, 'published');
  const host = scalarAt(port, 'host_ip');
  if (host !== undefined && (!isIpAddress(host.text) || host.text.includes('%')))
    return bad(host, 'an IP address');
  // Docker compose leaves the numbers of the long form to the engine.
  if (target !== undefined && rangeOf(String(target.value), 0, 9) === undefined)
    return bad(target, 'a port from 1 to 65535', true);
  if (published !== undefined && published.text !== '' && rangeOf(published.text, 0, 99, 0) === undefined) {
    return bad(published, 'a port from 0 to 65535 or a range of ports', true);
  }
  return true;
}

/** `published: 8080` -> `published: "8080"`, once all is merged: until then docker compose takes the two for different. */
export function publishedAsText(port: Node): Node {
  const published = port.kind === 'map' ? port.entries.get('published') : undefined;
  if (port.kind !== 'map' || published?.value.kind !== 'scalar' || published.value.value === null)
    return port;
  const value = revalued(published.value, published.value.text);
  return { ...port, entries: new Map(port.entries).set('published', { ...published, value }) };
}

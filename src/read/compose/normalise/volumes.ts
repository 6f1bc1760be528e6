// Short volume syntax `[SOURCE:]TARGET[:MODE]` (spec: services, "volumes"), and devices, which look alike.
import { posix } from 'node:path';
import {
  defaulted,
  entry,
  type Node,
  part,
  record,
  revalued,
  type ScalarNode,
  scalar,
  scalarAt,
  withEntries,
} from '../node/node.ts';
import { describe, quoted, type Report, reportTwice } from '../report.ts';
import { wrapped } from './lists.ts';

type Field = readonly [from: number, to: number];

export function volumeList(report: Report): (node: Node) => Node {
  return (node) => {
    if (node.kind !== 'list') return node;
    const items = node.items.flatMap((item) => {
      if (item.tag === 'reset') return [item];
      if (item.kind !== 'scalar') return [withCreatePath(item)];
      const long = longVolume(item, report);
      return long === undefined ? [] : [withCreatePath(withCleanTarget(long))];
    });
    reportSameTargets(items, report);
    return wrapped(node, items);
  };
}

/** Docker compose takes the last of one target. */
function reportSameTargets(volumes: readonly Node[], report: Report): void {
  const seen = new Map<string, ScalarNode>();
  for (const volume of volumes) {
    const target = scalarAt(volume, 'target');
    if (target === undefined) continue;
    const first = seen.get(target.text);
    if (first === undefined) seen.set(target.text, target);
    else
      reportTwice(report, `the mount target ${quoted(target.text)}`, target.span, first.span, {
        accepted: true,
      });
  }
}

/**
 * `/data/` and `/data` are one place. Docker compose cleans the short form before it merges and the long form after, when
 * two of them are one too many.
 */
export function withCleanTarget(volume: Node): Node {
  const target = volume.kind === 'map' ? volume.entries.get('target') : undefined;
  if (volume.kind !== 'map' || target?.value.kind !== 'scalar' || target.value.text === '') return volume;
  const { value } = target;
  const clean = posix.normalize(value.text).replace(/(?<=.)\/$/, '');
  return clean === value.text
    ? volume
    : withEntries(volume, [['target', { ...target, value: { ...value, value: clean, text: clean } }]]);
}

/** `bind:` makes the host folder unless told not to (spec: services, "volumes"). */
function withCreatePath(volume: Node): Node {
  const bind = volume.kind === 'map' ? volume.entries.get('bind') : undefined;
  if (volume.kind !== 'map' || bind?.value.kind !== 'map' || bind.value.entries.has('create_host_path'))
    return volume;
  const { span } = bind.value;
  const value = withEntries(bind.value, [['create_host_path', entry(span, defaulted(true, span))]]);
  return withEntries(volume, [['bind', { ...bind, value }]]);
}

function longVolume(item: ScalarNode, report: Report): Node | undefined {
  const fields = fieldsOf(item.text);
  const why = faultOf(fields);
  const doubt = doubtOf(item.text, fields);
  if (why !== undefined || doubt !== undefined) {
    report.problem({
      code: 'invalid-value',
      message: `Expected a volume such as "data:/var/lib/data" or "./conf:/etc/conf:ro", found ${describe(item)}: ${why ?? doubt}`,
      span: item.span,
      hint: 'Write [source:]target[:mode].',
      ...(why === undefined ? { accepted: true } : {}),
    });
  }
  if (why !== undefined) return undefined;
  const [first, second, third] = fields;
  const target = second ?? first ?? [0, 0];
  const source = second === undefined ? undefined : first;
  const isBind = source !== undefined && isPath(item.text.slice(...source));
  const mode = third === undefined ? [] : optionsOf(item, third);
  return record(
    [
      ['type', scalar(isBind ? 'bind' : 'volume', item.span, item.trail)],
      ['source', source === undefined ? undefined : part(item, ...source)],
      ['target', part(item, ...target)],
      [
        'read_only',
        mode
          .filter(({ text }) => text === 'ro' || text === 'rw')
          .map((node) => revalued(node, node.text === 'ro'))
          .at(-1),
      ],
      ['bind', bindOptions(item, mode, isBind)],
      ['volume', volumeOptions(item, mode, isBind)],
    ],
    item.span,
    item,
  );
}

function faultOf(fields: readonly Field[]): string | undefined {
  if (fields.some(([from, to]) => from === to)) return 'a part between the colons is empty';
  return fields.length > 3 ? 'there are too many colons' : undefined;
}

/** What docker compose leaves to the engine. */
function doubtOf(text: string, fields: readonly Field[]): string | undefined {
  const target = text.slice(...(fields[1] ?? fields[0] ?? [0]));
  // The engine asks for it; Windows containers have drives and pipes.
  return /^(?:[/\\]|[a-zA-Z]:)/.test(target)
    ? undefined
    : `the target ${quoted(target)} is not an absolute path`;
}

/** Offsets between the colons; the one of a Windows drive (`C:\data`) is part of the path. */
function fieldsOf(text: string, drives = true): readonly Field[] {
  const fields: Field[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== ':') continue;
    if (
      drives &&
      text.length > 2 &&
      at - from === 1 &&
      at < text.length &&
      /[a-zA-Z]/.test(text.charAt(from))
    )
      continue;
    fields.push([from, at]);
    from = at + 1;
  }
  return fields;
}

/** True for what names a place on the host and not a volume. */
function isPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith('\\\\') || /^[a-zA-Z]:/.test(source);
}

function optionsOf(item: ScalarNode, [from, to]: Field): readonly ScalarNode[] {
  const options: ScalarNode[] = [];
  let at = from;
  for (const option of item.text.slice(from, to).split(',')) {
    options.push(part(item, at, at + option.length));
    at += option.length + 1;
  }
  return options;
}

const propagations: ReadonlySet<string> = new Set([
  'rprivate',
  'private',
  'rshared',
  'shared',
  'rslave',
  'slave',
]);

function bindOptions(item: ScalarNode, options: readonly ScalarNode[], isBind: boolean): Node | undefined {
  const propagation = options.findLast(({ text }) => propagations.has(text));
  const selinux = options.findLast(({ text }) => text === 'z' || text === 'Z');
  if (!isBind && propagation === undefined && selinux === undefined) return undefined;
  // The short form makes the host folder when it is missing, as it always did.
  const create = isBind ? scalar(true, item.span, [{ how: 'default', span: item.span }]) : undefined;
  return record(
    [
      ['create_host_path', create],
      ['propagation', propagation],
      ['selinux', selinux],
    ],
    item.span,
    item,
  );
}

function volumeOptions(item: ScalarNode, options: readonly ScalarNode[], isBind: boolean): Node | undefined {
  const nocopy = options.findLast(({ text }) => text === 'nocopy');
  // Docker compose looks at texts of one or two characters apart.
  const isShort = item.text.length <= 2;
  if ((isBind || isShort) && nocopy === undefined) return undefined;
  return record([['nocopy', nocopy && revalued(nocopy, true)]], item.span, item);
}

/** `/dev/a:/dev/b:rw` -> source, target, permissions (spec: services, "devices"). */
export function deviceList(report: Report): (node: Node) => Node {
  return (node) => {
    if (node.kind !== 'list') return node;
    const items = node.items.flatMap((item) => {
      if (item.kind !== 'scalar' || item.tag === 'reset') return [item];
      if (fieldsOf(item.text, false).length <= 3) return [longDevice(item)];
      report.problem({
        code: 'invalid-value',
        message: `Expected a device such as "/dev/sda:/dev/xvda:rwm", found ${describe(item)}`,
        span: item.span,
        hint: 'Write source[:target[:permissions]], or the long form.',
      });
      return [];
    });
    return wrapped(node, items);
  };
}

function longDevice(item: ScalarNode): Node {
  const [first = [0, item.text.length], second = first, third] = fieldsOf(item.text, false);
  const permissions =
    third === undefined
      ? scalar('rwm', item.span, [{ how: 'default', span: item.span }])
      : part(item, ...third);
  return record(
    [
      ['source', part(item, ...first)],
      ['target', part(item, ...second)],
      ['permissions', permissions],
    ],
    item.span,
    item,
  );
}

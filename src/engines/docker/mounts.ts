// Mounts of a container in the Engine API's long form. Pure.

import { at, flagAt, listAt, textAt } from '../../base/json.ts';
import type { GivenFile } from '../../model/container.ts';
import type { UnitMount, UnitSpec } from '../../model/unit.ts';
import { bytesAt, wordsAt } from './keys.ts';
import { realName } from './names.ts';

export function mountsOf(stack: string, unit: UnitSpec): readonly object[] {
  const { container } = unit;
  if (container === undefined) return unit.mounts.flatMap((mount) => plainMount(stack, mount));
  const declared = listAt(container.keys, 'volumes').flatMap((mount) => declaredMount(stack, unit, mount));
  const files = container.files.flatMap((file) =>
    isMounted(file) && 'file' in file.from
      ? [{ Type: 'bind', Source: file.from.file, Target: file.target, ReadOnly: true }]
      : [],
  );
  const socket = flagAt(container.keys, 'use_api_socket')
    ? [{ Type: 'bind', Source: '/var/run/docker.sock', Target: '/var/run/docker.sock' }]
    : [];
  return [...declared, ...files, ...socket];
}

/** A file of this machine as it is there; one that gets another mode or owner is a copy (`files.ts`). */
export function isMounted({ from, mode, uid, gid }: GivenFile): boolean {
  return 'file' in from && mode === undefined && uid === undefined && gid === undefined;
}

function plainMount(stack: string, mount: UnitMount): readonly object[] {
  if (mount.kind === 'tmpfs') return [{ Type: 'tmpfs', Target: mount.target }];
  const Source = mount.kind === 'volume' ? `${stack}_${mount.source}` : mount.source;
  return [{ Type: mount.kind, Source, Target: mount.target, ReadOnly: mount.readOnly }];
}

function declaredMount(stack: string, unit: UnitSpec, mount: unknown): readonly object[] {
  const Target = textAt(mount, 'target');
  const shared = { Target, ReadOnly: flagAt(mount, 'read_only'), Consistency: textAt(mount, 'consistency') };
  const source = textAt(mount, 'source');
  switch (textAt(mount, 'type')) {
    case 'volume': {
      const name = source === undefined ? anonymousName(stack, unit, Target ?? '') : source;
      const Source = source === undefined ? name : realName(stack, name, unit.container?.volumes[name]);
      const Subpath = textAt(mount, 'volume', 'subpath');
      const VolumeOptions = {
        NoCopy: flagAt(mount, 'volume', 'nocopy'),
        Labels: wordsAt(mount, 'volume', 'labels'),
        ...(Subpath === undefined ? {} : { Subpath }),
      };
      return [{ ...shared, Type: 'volume', Source, VolumeOptions }];
    }
    case 'bind':
      return isShort(mount)
        ? []
        : [{ ...shared, Type: 'bind', Source: source, BindOptions: bindOptions(mount) }];
    case 'tmpfs': {
      const mode = at(mount, 'tmpfs', 'mode');
      const TmpfsOptions = {
        SizeBytes: bytesAt(mount, 'tmpfs', 'size'),
        Mode: typeof mode === 'number' ? mode : undefined,
      };
      return [{ ...shared, Type: 'tmpfs', TmpfsOptions }];
    }
    case 'npipe':
      return [{ ...shared, Type: 'npipe', Source: source }];
    default:
      return [];
  }
}

/** The form of `docker run -v`: only it makes a missing folder on the host, and relabels. */
export function bindsOf(unit: UnitSpec): readonly string[] | undefined {
  const all = listAt(unit.container?.keys, 'volumes').flatMap((mount) => {
    if (textAt(mount, 'type') !== 'bind' || !isShort(mount)) return [];
    const options = [
      flagAt(mount, 'read_only') ? 'ro' : 'rw',
      textAt(mount, 'bind', 'propagation'),
      textAt(mount, 'bind', 'selinux'),
    ].filter((option) => option !== undefined);
    return [`${textAt(mount, 'source')}:${textAt(mount, 'target')}:${options.join(',')}`];
  });
  return all.length === 0 ? undefined : all;
}

function isShort(mount: unknown): boolean {
  const places = `${textAt(mount, 'source')}${textAt(mount, 'target')}`;
  return at(mount, 'bind', 'create_host_path') !== false && !places.includes(':');
}

function bindOptions(mount: unknown): object {
  return {
    Propagation: textAt(mount, 'bind', 'propagation'),
    ...(textAt(mount, 'bind', 'recursive') === 'disabled' ? { NonRecursive: true } : {}),
  };
}

/** A volume without a name gets one from its place, so that a replacement finds the data of its predecessor. */
export function anonymousName(stack: string, unit: UnitSpec, target: string): string {
  return `${stack}_${unit.service}${target.replace(/[^a-zA-Z0-9_.-]+/g, '_')}`;
}

/** The short `tmpfs:` key: a path with mount options. */
export function tmpfsOf(unit: UnitSpec): Record<string, string> | undefined {
  const all = listAt(unit.container?.keys, 'tmpfs').map((one) => {
    const [path = '', ...options] = String(one).split(':');
    return [path, options.join(':')] as const;
  });
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

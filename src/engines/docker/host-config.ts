// The `HostConfig` of a container: limits, rights, mounts, published ports, modes of its namespaces. Pure.

import { at, entriesAt, flagAt, listAt, numberAt, textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { amountAt, bytesAt, textsAt, wordsAt } from './keys.ts';
import { bindsOf, mountsOf, tmpfsOf } from './mounts.ts';
import { realName } from './names.ts';

export function hostConfigOf(stack: string, unit: UnitSpec, publish: boolean): Record<string, unknown> {
  const keys = unit.container?.keys ?? {};
  return {
    NetworkMode: networkMode(stack, unit),
    RestartPolicy: restartPolicy(unit, keys),
    PortBindings: publish ? portBindings(unit) : undefined,
    Binds: bindsOf(unit),
    Mounts: mountsOf(stack, unit),
    Tmpfs: tmpfsOf(unit),
    ReadonlyRootfs: unit.readOnly,
    Init: typeof at(keys, 'init') === 'boolean' ? at(keys, 'init') : undefined,
    ...limits(unit, keys),
    ...rights(keys),
    ...namespaces(keys),
    Dns: textsAt(keys, 'dns'),
    DnsSearch: textsAt(keys, 'dns_search'),
    DnsOptions: textsAt(keys, 'dns_opt'),
    // Canonical form is `name=address`; the engine wants `name:address`.
    ExtraHosts: textsAt(keys, 'extra_hosts')?.map((host) => host.replace('=', ':')),
    Annotations: wordsAt(keys, 'annotations'),
    LogConfig: logging(keys),
    Runtime: textAt(keys, 'runtime'),
    Isolation: textAt(keys, 'isolation'),
    StorageOpt: wordsAt(keys, 'storage_opt'),
  };
}

/** The first network, or what stands instead of one. `service:` is put in when the other's container is known. */
export function networkMode(stack: string, unit: UnitSpec): string {
  const mode = textAt(unit.container?.keys, 'network_mode');
  if (mode !== undefined) return mode;
  const [first] = Object.entries(unit.container?.networks ?? {});
  return first === undefined ? 'default' : realName(stack, first[0], first[1]);
}

function restartPolicy(unit: UnitSpec, keys: unknown): { Name: string; MaximumRetryCount?: number } {
  // What ends by itself is not begun again because it has ended.
  if (unit.oneShot && unit.restart !== 'on-failure') return { Name: 'no' };
  const declared =
    at(keys, 'restart') === undefined ? textAt(keys, 'deploy', 'restart_policy', 'condition') : undefined;
  if (declared === 'none') return { Name: 'no' };
  if (declared === 'any') return { Name: 'always' };
  const attempts = numberAt(keys, 'deploy', 'restart_policy', 'max_attempts');
  if (declared === 'on-failure')
    return { Name: declared, ...(attempts === undefined ? {} : { MaximumRetryCount: attempts }) };
  const { restart, maxRestarts } = unit;
  return { Name: restart, ...(maxRestarts === undefined ? {} : { MaximumRetryCount: maxRestarts }) };
}

function portBindings(unit: UnitSpec): Record<string, readonly object[]> | undefined {
  const bindings = new Map<string, object[]>();
  const declared = unit.container === undefined ? unit.ports : [];
  const add = (port: string, binding: object) => bindings.set(port, [...(bindings.get(port) ?? []), binding]);
  for (const port of declared) {
    if (port.published === undefined) continue;
    add(`${port.target}/${port.protocol}`, { HostIp: port.host ?? '', HostPort: String(port.published) });
  }
  for (const port of listAt(unit.container?.keys, 'ports')) {
    const target = `${numberAt(port, 'target')}/${textAt(port, 'protocol') ?? 'tcp'}`;
    add(target, { HostIp: textAt(port, 'host_ip') ?? '', HostPort: textAt(port, 'published') ?? '' });
  }
  return bindings.size === 0 ? undefined : Object.fromEntries(bindings);
}

function limits(unit: UnitSpec, keys: unknown): Record<string, unknown> {
  const swap = bytesAt(keys, 'memswap_limit');
  return {
    Memory: unit.memoryLimit,
    MemoryReservation:
      bytesAt(keys, 'deploy', 'resources', 'reservations', 'memory') ?? bytesAt(keys, 'mem_reservation'),
    MemorySwap: swap,
    MemorySwappiness: amountAt(keys, 'mem_swappiness'),
    NanoCpus: unit.cpuLimit === undefined ? undefined : Math.round(unit.cpuLimit * 1e9),
    CpuShares: amountAt(keys, 'cpu_shares') ?? sharesOf(keys),
    CpuQuota: amountAt(keys, 'cpu_quota'),
    CpuPeriod: amountAt(keys, 'cpu_period'),
    CpuRealtimeRuntime: amountAt(keys, 'cpu_rt_runtime'),
    CpuRealtimePeriod: amountAt(keys, 'cpu_rt_period'),
    CpuCount: amountAt(keys, 'cpu_count'),
    CpuPercent: amountAt(keys, 'cpu_percent'),
    CpusetCpus: textAt(keys, 'cpuset'),
    PidsLimit: unit.pidsLimit,
    ShmSize: bytesAt(keys, 'shm_size'),
    OomScoreAdj: amountAt(keys, 'oom_score_adj'),
    OomKillDisable: flagAt(keys, 'oom_kill_disable') ? true : undefined,
    Ulimits: ulimits(keys),
    ...blockIo(keys),
  };
}

/** A reservation of CPUs becomes a weight: 1024 a CPU, as Kubernetes does. */
function sharesOf(keys: unknown): number | undefined {
  const cpus = amountAt(keys, 'deploy', 'resources', 'reservations', 'cpus');
  return cpus === undefined ? undefined : Math.max(2, Math.round(cpus * 1024));
}

function ulimits(keys: unknown): readonly object[] | undefined {
  const all = entriesAt(keys, 'ulimits').map(([Name, value]) => {
    const both = typeof value === 'number' ? value : undefined;
    return { Name, Soft: both ?? numberAt(value, 'soft') ?? -1, Hard: both ?? numberAt(value, 'hard') ?? -1 };
  });
  return all.length === 0 ? undefined : all;
}

function blockIo(keys: unknown): Record<string, unknown> {
  const rates = (name: string) => {
    const all = listAt(keys, 'blkio_config', name).map((one) => ({
      Path: textAt(one, 'path'),
      Rate: bytesAt(one, 'rate'),
    }));
    return all.length === 0 ? undefined : all;
  };
  const weights = listAt(keys, 'blkio_config', 'weight_device').map((one) => ({
    Path: textAt(one, 'path'),
    Weight: amountAt(one, 'weight'),
  }));
  return {
    BlkioWeight: amountAt(keys, 'blkio_config', 'weight'),
    BlkioWeightDevice: weights.length === 0 ? undefined : weights,
    BlkioDeviceReadBps: rates('device_read_bps'),
    BlkioDeviceWriteBps: rates('device_write_bps'),
    BlkioDeviceReadIOps: rates('device_read_iops'),
    BlkioDeviceWriteIOps: rates('device_write_iops'),
  };
}

function rights(keys: unknown): Record<string, unknown> {
  return {
    Privileged: flagAt(keys, 'privileged'),
    CapAdd: textsAt(keys, 'cap_add'),
    CapDrop: textsAt(keys, 'cap_drop'),
    SecurityOpt: textsAt(keys, 'security_opt'),
    GroupAdd: textsAt(keys, 'group_add'),
    Sysctls: wordsAt(keys, 'sysctls'),
    Devices: devices(keys),
    DeviceCgroupRules: textsAt(keys, 'device_cgroup_rules'),
    DeviceRequests: deviceRequests(keys),
  };
}

function devices(keys: unknown): readonly object[] | undefined {
  const all = listAt(keys, 'devices').map((one) => ({
    PathOnHost: textAt(one, 'source'),
    PathInContainer: textAt(one, 'target') ?? textAt(one, 'source'),
    CgroupPermissions: textAt(one, 'permissions') ?? 'rwm',
  }));
  return all.length === 0 ? undefined : all;
}

function deviceRequests(keys: unknown): readonly object[] | undefined {
  const reserved = listAt(keys, 'deploy', 'resources', 'reservations', 'devices');
  const all = [...reserved, ...listAt(keys, 'gpus')].map((one) => {
    const ids = textsAt(one, 'device_ids');
    const count = textAt(one, 'count') === 'all' ? -1 : amountAt(one, 'count');
    return {
      Driver: textAt(one, 'driver') ?? '',
      Count: ids === undefined ? (count ?? -1) : 0,
      DeviceIDs: ids,
      Capabilities: [textsAt(one, 'capabilities') ?? ['gpu']],
      Options: wordsAt(one, 'options'),
    };
  });
  return all.length === 0 ? undefined : all;
}

function namespaces(keys: unknown): Record<string, unknown> {
  return {
    IpcMode: textAt(keys, 'ipc'),
    PidMode: textAt(keys, 'pid'),
    UTSMode: textAt(keys, 'uts'),
    UsernsMode: textAt(keys, 'userns_mode'),
    CgroupnsMode: textAt(keys, 'cgroup'),
    CgroupParent: textAt(keys, 'cgroup_parent'),
  };
}

function logging(keys: unknown): object | undefined {
  const driver = textAt(keys, 'logging', 'driver');
  const options = wordsAt(keys, 'logging', 'options');
  return driver === undefined && options === undefined
    ? undefined
    : { Type: driver ?? '', Config: options ?? {} };
}

// What a service is connected to: networks, ports, volumes, devices (spec: 05-services).
import {
  bareCutInteger,
  bareInteger,
  flag,
  integer,
  mapOf,
  options,
  pairs,
  size,
  text,
  textOrNumber,
  texts,
  words,
} from './shape.ts';

export const networkUse = mapOf(
  "a service's network",
  {
    aliases: texts,
    driver_opts: options,
    gw_priority: bareCutInteger,
    interface_name: text,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: texts,
    mac_address: text,
    priority: bareCutInteger,
    use_service_name_alias: flag,
  },
  { nullable: true },
);

export const port = mapOf(
  'a port',
  {
    app_protocol: text,
    host_ip: text,
    mode: text,
    name: text,
    protocol: text,
    published: textOrNumber,
    target: integer,
  },
  { required: ['target'] },
);

export const volume = mapOf(
  'a volume of a service',
  {
    bind: mapOf('volume option bind', {
      create_host_path: flag,
      propagation: text,
      recursive: words('enabled', 'disabled', 'writable', 'readonly'),
      selinux: words('z', 'Z'),
    }),
    consistency: text,
    image: mapOf('volume option image', { subpath: text }),
    read_only: flag,
    source: text,
    target: text,
    tmpfs: mapOf('volume option tmpfs', { mode: bareInteger, size }),
    type: words('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
    volume: mapOf('volume option volume', { labels: pairs, nocopy: flag, subpath: text }),
  },
  { required: ['type', 'target'] },
);

export const device = mapOf(
  'a device',
  { permissions: text, source: text, target: text },
  { required: ['source', 'target'] },
);

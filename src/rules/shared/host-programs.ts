// Programs whose task is the host itself: its network, its processes, its devices. Their makers say to run them so.
import type { Service } from '../../model/service.ts';

const looksAtHost = new RegExp(
  [
    'cadvisor|smartctl|node[-_]?exporter|ebpf|profiler|falco|netdata|beat\\b|beat\\d|datadog',
    'dind|buildkit|binfmt|qemu|k3s|k3d|kind\\b',
    'home-?assistant|homebridge|avahi|mdns|plex|jellyfin|unifi|pi-?hole|adguard',
    'wireguard|openvpn|tailscale|keepalived|\\bfrr|\\bbird|dnsmasq|dhcp|tftp|netboot',
  ].join('|'),
  'i',
);

export function isHostProgram({ name, image }: Pick<Service, 'name' | 'image'>): boolean {
  return looksAtHost.test(`${name} ${image?.value ?? ''}`);
}

// Hands out loopback ports. They lie below the range from which the kernel takes ports for outgoing connections:
// a service that restarts must not find its port taken by a caller's own end of a connection.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { writeAtomically } from '../atomic.ts';
import { fieldsOf, numberMapOf } from '../fields.ts';
import { PortClaims } from './port-claims.ts';

const lowest = 10_240;
const schema = 'seaworthy.local-ports/1';

export class PortBook {
  readonly #file: string;
  /** `service:port` -> loopback port, remembered for the stack's life. */
  readonly #services: Map<string, number>;
  readonly #instances = new Map<string, Map<number, number>>();
  readonly #claims = new PortClaims();
  readonly #range: { readonly from: number; readonly to: number } | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#services = new Map(Object.entries(readPorts(file)));
    this.#range = quietRange();
  }

  servicePort(service: string, port: number): number | undefined {
    return this.#services.get(`${service}:${port}`);
  }

  services(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#services);
  }

  async reserveServices(wanted: Readonly<Record<string, readonly number[]>>): Promise<void> {
    let changed = false;
    for (const [service, ports] of Object.entries(wanted)) {
      for (const port of ports) {
        if (this.#services.has(`${service}:${port}`)) continue;
        this.#services.set(`${service}:${port}`, await this.#free());
        changed = true;
      }
    }
    if (changed) this.#write();
  }

  /** Another port in place of one that turned out to be taken. */
  async moveService(service: string, port: number): Promise<number> {
    const fresh = await this.#free();
    this.#services.set(`${service}:${port}`, fresh);
    this.#write();
    return fresh;
  }

  async reserveInstance(
    instance: string,
    ports: readonly number[],
  ): Promise<Readonly<Record<string, number>>> {
    const known = this.#instances.get(instance) ?? new Map<number, number>();
    this.#instances.set(instance, known);
    for (const port of ports) if (!known.has(port)) known.set(port, await this.#free());
    return Object.fromEntries(known);
  }

  adoptInstance(instance: string, ports: Readonly<Record<string, number>>): void {
    // Whoever claimed one meanwhile has found it taken.
    for (const own of Object.values(ports)) void this.#claims.claim(own);
    this.#instances.set(instance, new Map(Object.entries(ports).map(([port, own]) => [Number(port), own])));
  }

  releaseInstance(instance: string): void {
    for (const own of this.#instances.get(instance)?.values() ?? []) this.#claims.release(own);
    this.#instances.delete(instance);
  }

  #write(): void {
    writeAtomically(this.#file, JSON.stringify({ schema, ports: Object.fromEntries(this.#services) }));
  }

  /**
   * Callers take turns by themselves: what is chosen is marked before the next await. It is bound only later, mostly
   * by the service itself, and no other stack may choose it until then.
   */
  async #free(): Promise<number> {
    const range = this.#range;
    for (let attempt = 0; attempt < 50 && range !== undefined; attempt++) {
      const port = range.from + Math.floor(Math.random() * (range.to - range.from));
      if (this.#taken(port)) continue;
      this.#pending.add(port);
      if (!(await this.#claims.claim(port))) continue;
      if ((await canBind(port)) !== undefined) return port;
      this.#claims.release(port);
    }
    const port = (await canBind(0)) ?? 0;
    this.#pending.add(port);
    return port;
  }

  /** Chosen at some time in this keeper's life: never given out twice, which also keeps parallel calls apart. */
  readonly #pending = new Set<number>();

  #taken(port: number): boolean {
    if (this.#pending.has(port)) return true;
    for (const known of this.#services.values()) if (known === port) return true;
    for (const ports of this.#instances.values())
      for (const own of ports.values()) if (own === port) return true;
    return false;
  }
}

function readPorts(file: string): Readonly<Record<string, number>> {
  try {
    return numberMapOf(fieldsOf(JSON.parse(readFileSync(file, 'utf8'))), 'ports');
  } catch {
    return {};
  }
}

function quietRange(): { readonly from: number; readonly to: number } | undefined {
  try {
    const text = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const to = Number(text.trim().split(/\s+/)[0]);
    return to - lowest >= 2000 ? { from: lowest, to } : undefined;
  } catch {
    return undefined;
  }
}

function canBind(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

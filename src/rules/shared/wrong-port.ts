// Ports that others name for a service, against those on which it listens.
import type { Related } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { listeningOf } from './listening.ts';
import { linkOf } from './stack.ts';
import { isNamedNowhere } from './unnamed-port.ts';

export interface WrongPort {
  readonly listens: number;
  readonly related: readonly Related[];
}

/** Where the service listens instead of on `port`; undefined when it may listen there. */
export function wrongPort(project: Project, port: number, other: Service): WrongPort | undefined {
  const targets = other.ports.map((one) => one.target.value);
  const exposed = other.expose.map((one) => Number.parseInt(one.value, 10));
  if (targets.includes(port) || exposed.includes(port)) return undefined;
  const published = other.ports.find((one) => one.published?.value === port && one.protocol === 'tcp');
  const link = linkOf(project, other);
  const listening = listeningOf(project, other, link);
  if (listening?.ports.has(port) === true) return undefined;
  if (published !== undefined) {
    const related = [{ at: published.span, message: `${port} is the port on the host` }];
    return { listens: published.target.value, related };
  }
  const [first] = listening?.ports.entries() ?? [];
  if (listening === undefined || first === undefined) return undefined;
  if (!listening.sure && !isNamedNowhere(project, other, link, port, listening.ports.keys()))
    return undefined;
  return { listens: first[0], related: first[1] === undefined ? [] : [first[1]] };
}

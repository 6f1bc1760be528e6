// The services that are to be reached from outside by HTTPS, and under which name.
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { isLoopback } from '../../rules/shared/env-address.ts';
import type { Note } from '../generator.ts';
import { endpointsOf } from '../shared/endpoints.ts';

export interface Site {
  readonly service: Service;
  readonly port: number;
  /** `DOMAIN`, or a name below it where several services are published. */
  readonly prefix: string;
}

export interface Sites {
  readonly sites: readonly Site[];
  readonly notes: readonly Note[];
}

const proxies = /(?:^|[-_])(?:proxy|gateway|nginx|traefik|caddy|ingress|frontend|web|www|app)(?:$|[-_])/;

/** Of what is published, what speaks HTTP; the first site gets the domain itself. */
export function sitesOf(project: Project, stack: Stack): Sites {
  const notes: Note[] = [];
  const http = new Map(endpointsOf(project, stack).map((one) => [one.service, one]));
  const found: { readonly service: Service; readonly port: number }[] = [];
  for (const service of stack.services.values()) {
    const endpoint = http.get(service);
    const published = service.ports.filter(({ protocol }) => protocol === 'tcp');
    const [first] = published;
    if (!service.enabled || first === undefined || service.networkMode !== undefined) continue;
    const known = published.find(({ target }) => target.value === endpoint?.port);
    const text = `${service.name} is published as before: nothing says that it speaks HTTP on port ${first.target.value}`;
    if (endpoint?.http !== true || known === undefined) notes.push({ kind: 'decide', text, at: first.span });
    else found.push({ service, port: endpoint.port });
  }
  const ordered = found.toSorted(
    (a, b) => rank(a.service) - rank(b.service) || (a.service.name < b.service.name ? -1 : 1),
  );
  const sites = ordered.map((one, index) => ({ ...one, prefix: index === 0 ? '' : `${one.service.name}.` }));
  return { sites, notes };
}

/** What is open to other machines, then what is named like a way in. */
function rank({ name, ports }: Service): number {
  const isOpen = ports.some(({ host }) => host === undefined || !isLoopback(host.value));
  return (isOpen ? 0 : 2) + (proxies.test(name) ? 0 : 1);
}

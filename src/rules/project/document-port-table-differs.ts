import type { Located } from '../../base/span.ts';
import type { Table } from '../../model/document.ts';
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { listeningOf } from '../shared/listening.ts';
import { publishedPorts } from '../shared/published-ports.ts';
import { hostsOf, linkOf } from '../shared/stack.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'document-port-table-differs',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A table of services and ports says another port than the compose file',
  why: 'Dashboards, firewalls and clients are set up after such tables: they reach nothing, or another service.',
  fix: 'Correct the table, or the port.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  on: 'document',
  *check(document, { project }) {
    if (publishedPorts(project) === undefined) return;
    for (const table of document.tables) {
      const column = portColumn(table);
      const rows = column === undefined ? [] : rowsOf(project, table, column);
      // One row may be about anything; a table of services names several.
      if (rows.length < 2) continue;
      for (const { services, cell, port } of rows) {
        const known = services.map((service) => portsOf(project, service));
        const [service] = services;
        if (service === undefined || known.some((ports) => ports === undefined || ports.has(port))) continue;
        const at = service.ports[0]?.span ?? service.nameSpan;
        yield {
          at: cell.span,
          message: `${document.file} says port ${port} for ${service.name}, which ${said(service)}`,
          object: `service ${service.name}`,
          ...(services.length === 1 && service.ports.length === 1
            ? reviewFix(
                `Say ${service.ports[0]?.published?.value}`,
                swapped(project, cell, String(port), String(service.ports[0]?.published?.value)),
              )
            : {}),
          related: [{ at, message: `${service.name} is defined here` }],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api: { image: "ghcr.io/acme/api:1.4.2", ports: ["8003:8000"] }
            grafana: { image: "grafana/grafana:11.4.0", ports: ["3001:3000"] }
        `,
        'README.md': `
          Service | Language | Port
          ---|---|---
          api | Go |8003
          grafana | - | 3002 
        `,
      },
      'README.md:4:15',
      {
        'README.md': `
          Service | Language | Port
          ---|---|---
          api | Go |8003
          grafana | - | 3001 
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api: { image: "ghcr.io/acme/api:1.4.2", ports: ["8003:8000"] }
          grafana: { image: "grafana/grafana:11.4.0", ports: ["3001:3000"] }
      `,
      'README.md': `
        # Shop

        | Service | Port | Role           |
        | ------- | ---- | -------------- |
        | api     | 8003 | the shop       |
        | grafana | 3000 | dashboards     |
        | stripe  | 443  | takes payments |
      `,
    }),
  ],
});

function portColumn({ header }: Table): number | undefined {
  if (!header.some((name) => /service|container|component/i.test(name))) return undefined;
  const index = header.findIndex((name) =>
    /^(?:host |external |published |public |default )?ports?$/i.test(name.trim()),
  );
  return index === -1 ? undefined : index;
}

interface Row {
  readonly services: readonly Service[];
  readonly cell: Located<string>;
  readonly port: number;
}

/** Rows whose first cells name a service of a stack, and one port. */
function rowsOf(project: Project, { rows }: Table, column: number): readonly Row[] {
  return rows.flatMap((cells) => {
    const cell = cells[column];
    const match = /^:?(\d{2,5})(?:\/tcp)?$/.exec(cell?.value ?? '');
    const services = cells.slice(0, column).flatMap(({ value }) => servicesNamed(project, value));
    if (cell === undefined || match === null || services.length === 0) return [];
    return [{ services, cell, port: Number(match[1]) }];
  });
}

/** Services of that name, whether or not the one or the other ends in `-service`. */
function servicesNamed({ stacks }: Project, name: string): readonly Service[] {
  const key = plain(name);
  if (!/^[a-z][\w-]*$/.test(key)) return [];
  return stacks.flatMap((stack) =>
    [...hostsOf(stack)].flatMap(([host, service]) => (plain(host) === key ? [service] : [])),
  );
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[ _]+/g, '-')
    .replace(/-(?:service|svc)$/, '');
}

/** Ports inside and outside; undefined when the service may have others. */
function portsOf(project: Project, service: Service): ReadonlySet<number> | undefined {
  const outside = service.ports.flatMap(({ published, target }) => [published?.value ?? 0, target.value]);
  const listening = listeningOf(project, service, linkOf(project, service));
  if (outside.length === 0) return undefined;
  const named = [...service.environment.values()].flatMap(({ value }) =>
    /^\d+$/.test(value?.value ?? '') ? [Number(value?.value)] : [],
  );
  const exposed = service.expose.map(({ value }) => Number.parseInt(value, 10));
  return new Set([...outside, ...exposed, ...named, ...(listening?.ports.keys() ?? [])]);
}

function said({ ports }: Service): string {
  const [first] = ports;
  return `publishes ${first?.published?.value} for its port ${first?.target.value}`;
}

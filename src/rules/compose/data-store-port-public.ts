import type { Severity } from '../../model/finding.ts';
import type { Port } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { boundToLoopback } from '../shared/address-fix.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { isForDevelopers } from '../shared/development.ts';
import { rootImageOf } from '../shared/image.ts';
import { isForUsers, isOnlyInternal } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'data-store-port-public',
  area: 'compose',
  severity: 'high',
  aliases: [
    'kics:container_traffic_not_bound_to_host_interface',
    'dclint:no-unbound-port-interfaces',
    'docker-bench:5.14',
  ],
  title: 'A data store port is published on every interface',
  why: 'Docker edits the firewall itself, so the port is open to the network even behind ufw.',
  fix: 'Bind the port to 127.0.0.1, or drop it and let services talk over the project network.',
  references: ['https://docs.docker.com/engine/network/packet-filtering-firewalls/'],
  inParts: true,
  joins: 'file',
  on: 'port',
  *check(port, { service, link, production, project, stack }) {
    const store = dataStoreOf(rootImageOf(service, link));
    if (store?.ports.includes(port.target.value) !== true || service.networkMode !== undefined) return;
    if (isOnlyInternal(stack, service)) return;
    if (port.host !== undefined && !['', '0.0.0.0', '::', '[::]'].includes(port.host.value)) return;
    yield {
      at: port.span,
      message: `${service.name} publishes ${store.name} (port ${port.target.value}) on all interfaces`,
      object: `services.${service.name}.ports.${port.target.value}`,
      severity: severityOf(port, isForUsers(project, stack, production) && !isForDevelopers(project, stack)),
      ...reviewFix('Bind the port to 127.0.0.1', boundToLoopback(project, port)),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports:
                - "5432:5432" # psql
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports:
                - "127.0.0.1:5432:5432" # psql
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports:
                # for the reports
                - target: 5432
                  published: "5432"
                - '0.0.0.0:5433:5432'
        `,
      },
      ['compose.yaml:6:9', 'compose.yaml:8:9'],
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports:
                # for the reports
                - target: 5432
                  published: "5432"
                  host_ip: "127.0.0.1"
                - '127.0.0.1:5433:5432'
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            ports:
              - "127.0.0.1:5432:5432"
          cache:
            image: redis:7.4
            ports: ["6379:6379"]
            networks: [back]
        networks:
          back:
            internal: true
      `,
    }),
  ],
});

/** A port that the engine chooses is open as well, but nobody knows it beforehand. */
function severityOf(port: Port, isForUsers: boolean): Severity {
  if (!isForUsers) return 'low';
  return port.published === undefined ? 'medium' : 'high';
}

import { insertBefore, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { dataStoreOf } from '../shared/data-stores.ts';
import { isForDevelopers } from '../shared/development.ts';
import { rootImageOf } from '../shared/image.ts';
import { isForUsers } from '../shared/stack.ts';

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
    if (port.host !== undefined && !['', '0.0.0.0', '::', '[::]'].includes(port.host.value)) return;
    const text = project.texts.get(port.span.file)?.text.slice(port.span.start, port.span.end) ?? '';
    // Only the short form `5432:5432` takes an address in front of it, inside its quotes.
    const quote = /^(["']?)\d+:\d+(?:\/tcp)?["']?$/.exec(text)?.[1];
    const inside = { ...port.span, start: port.span.start + (quote?.length ?? 0) };
    yield {
      at: port.span,
      message: `${service.name} publishes ${store.name} (port ${port.target.value}) on all interfaces`,
      object: `services.${service.name}.ports.${port.target.value}`,
      severity: isForUsers(project, stack, production) && !isForDevelopers(project, stack) ? 'high' : 'low',
      ...(quote !== undefined
        ? { fix: review('Bind the port to 127.0.0.1', insertBefore(inside, '127.0.0.1:')) }
        : {}),
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
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            ports:
              - "127.0.0.1:5432:5432"
      `,
    }),
  ],
});

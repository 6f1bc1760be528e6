import type { Related } from '../../model/finding.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isLoopback } from '../shared/env-address.ts';
import { hostsOf } from '../shared/stack.ts';

export default defineRule({
  id: 'kafka-listener-unreachable',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'Kafka tells other services to come back to localhost',
  why: 'A client asks the broker where to go and is sent to its own container: it connects once, then never again.',
  fix: 'Advertise a listener under the name of the service, beside the one for the host.',
  references: ['https://kafka.apache.org/documentation/#brokerconfigs_advertised.listeners'],
  on: 'service',
  *check(service, { stack }) {
    const entry =
      service.environment.get('KAFKA_ADVERTISED_LISTENERS') ??
      service.environment.get('KAFKA_CFG_ADVERTISED_LISTENERS');
    const value = entry?.value;
    if (!service.enabled || entry === undefined || value === undefined) return;
    if (service.networkMode !== undefined || value.value.includes('$')) return;
    const ports = value.value.split(',').flatMap((one) => {
      const [, host = '', port] = /:\/\/([\w.-]*):(\d+)$/.exec(one.trim()) ?? [];
      return isLoopback(host) && port !== undefined ? [port] : [];
    });
    const clients = clientsOf(stack, service, ports);
    if (clients.length === 0) return;
    yield {
      at: value.span,
      message: `${service.name} sends whoever comes to port ${ports.join(' or ')} back to localhost, another place in every other container`,
      object: `services.${service.name}.environment.${entry.name}`,
      related: clients,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            kafka:
              image: apache/kafka:3.9.0
              environment:
                KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://localhost:9092
            orders:
              image: ghcr.io/acme/orders:1.4.2
              environment:
                KAFKA_BROKERS: kafka:9092
        `,
      },
      'compose.yaml:5:35',
    ),
    good({
      'compose.yaml': `
        services:
          kafka:
            image: apache/kafka:3.9.0
            environment:
              KAFKA_ADVERTISED_LISTENERS: INTERNAL://kafka:29092,HOST://localhost:9092
          orders:
            image: ghcr.io/acme/orders:1.4.2
            environment:
              KAFKA_BROKERS: kafka:29092
      `,
    }),
  ],
});

/** Places in which another service names the broker with one of these ports. */
function clientsOf(stack: Stack, broker: Service, ports: readonly string[]): readonly Related[] {
  const related: Related[] = [];
  for (const service of stack.services.values()) {
    if (service === broker || !service.enabled || service.networkMode !== undefined) continue;
    for (const { name, value } of service.environment.values()) {
      if (value === undefined || !namesBroker(stack, broker, ports, value.value)) continue;
      related.push({ at: value.span, message: `${service.name} goes there in ${name}` });
    }
  }
  return related;
}

function namesBroker(stack: Stack, broker: Service, ports: readonly string[], value: string): boolean {
  return value.split(',').some((one) => {
    const [, host = '', port = ''] = /^(?:[a-z_]+:\/\/)?([\w.-]+):(\d+)$/i.exec(one.trim()) ?? [];
    return ports.includes(port) && hostsOf(stack).get(host.toLowerCase()) === broker;
  });
}

import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { reachable, readdressedVariable } from '../shared/address-fix.ts';
import { dataStores } from '../shared/data-stores.ts';
import { usedAddressesOf } from '../shared/env-address.ts';
import { hasExternalNetwork, hostsOf } from '../shared/stack.ts';
import { isUnknownHost, partOf } from '../shared/unknown-host.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'url-host-unknown',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'An environment value names a host that no service answers to',
  why: 'Name resolution fails inside the container, so the connection is never made.',
  fix: 'Use the name of the service, or one of its network aliases.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  on: 'service',
  *check(service, { stack, project }) {
    if (!service.enabled || hasExternalNetwork(stack, service)) return;
    for (const address of usedAddressesOf(service, stack, project)) {
      if (!isUnknownHost(address, service, stack, project)) continue;
      const near = nearest(address.host, hostsOf(stack).keys()) ?? partOf(address, stack, project);
      const store = dataStores.some(
        (one) => address.scheme !== undefined && one.schemes.includes(address.scheme),
      );
      if (near === undefined && !store) continue;
      const target = near === undefined ? undefined : hostsOf(stack).get(near);
      const at = target?.nameSpan;
      const to =
        near === undefined || target === undefined
          ? undefined
          : reachable(project, stack, service, { target, name: near, port: address.port });
      yield {
        at: address.value.span,
        message: `${service.name} reaches for host ${address.host} in ${address.entry.name}, but no service answers to it`,
        object: `services.${service.name}.environment.${address.entry.name}`,
        ...(at === undefined ? {} : { related: [{ at, message: `there is a service ${near}` }] }),
        ...reviewFix(`Name ${near}`, to && readdressedVariable(project, address, to)),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                DATABASE_URL: postgres://app@postgres:5432/app
                AUTH_URL: http://authh:8080/login
            db:
              image: postgres:16.4
            auth:
              image: ghcr.io/acme/auth:1.4.2
        `,
      },
      ['compose.yaml:5:21', 'compose.yaml:6:17'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                DATABASE_URL: postgres://app@postgres:5432/app
                AUTH_URL: http://auth:8080/login
            db:
              image: postgres:16.4
            auth:
              image: ghcr.io/acme/auth:1.4.2
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              environment:
                API_URL: http://shop-api:8000
            api:
              build: .
        `,
        Dockerfile: `
          FROM python:3.13-slim
          EXPOSE 8000
          CMD ["fastapi", "run"]
        `,
      },
      'compose.yaml:5:16',
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              environment:
                API_URL: http://api:8000
            api:
              build: .
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment: ["BROKER=amqp://guest:guest@rabbitm:5672//", 'LOG_LEVEL=info'] # queue
            rabbitmq:
              image: rabbitmq:4.0
        `,
      },
      'compose.yaml:4:27',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment: ["BROKER=amqp://guest:guest@rabbitmq:5672//", 'LOG_LEVEL=info'] # queue
            rabbitmq:
              image: rabbitmq:4.0
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            extra_hosts: ["ldap:10.0.0.4"]
            environment:
              DATABASE_URL: postgres://app@postgres:5432/app
              REPORT_URL: https://reports.example.com
              LDAP_URL: ldap://ldap
          db:
            image: postgres:16.4
            networks:
              default:
                aliases: [postgres]
      `,
    }),
    // One file for all: who does not read a name does not call the host.
    good({
      'compose.yaml': `
        services:
          cache:
            image: redis:7.4
            env_file: shared.env
          worker:
            build: worker
            env_file: shared.env
      `,
      'shared.env': 'TIMESCALE_URL=postgres://timescale:5433\nQUEUE=jobs\n',
      'worker/Dockerfile': `
        FROM node:22.11-alpine
        COPY worker.js ./
        CMD ["node", "worker.js"]
      `,
      'worker/worker.js': 'consume(process.env.QUEUE);\n',
    }),
  ],
});

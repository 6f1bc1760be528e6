import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { boundToLoopback } from '../shared/address-fix.ts';
import { lineText } from '../shared/command.ts';
import { isLoopback } from '../shared/env-address.ts';
import { isTrial } from '../shared/exposures.ts';
import { rootImageOf } from '../shared/image.ts';
import { isForUsers, isOnlyInternal } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

interface AdminApi {
  readonly images: RegExp;
  readonly port: number;
  /** What stands open, in words. */
  readonly what: string;
  readonly severity: 'high' | 'medium';
  readonly isOpen: (service: Service, project: Project) => boolean;
}

const set = (service: Service, name: string) => service.environment.get(name)?.value?.value ?? '';
const isOn = (text: string) => /^(?:true|1|on|yes)$/i.test(text);
const saysNothing = (names: RegExp) => (service: Service) =>
  ![...service.environment.keys()].some((name) => names.test(name)) && service.envFiles.length === 0;

// Sources: the documentation of each program.
const apis: readonly AdminApi[] = [
  {
    images: /^kong(?:\/kong-gateway)?$/,
    port: 8001,
    what: 'the administration of Kong, which asks for no login',
    severity: 'high',
    isOpen: (service) =>
      /(?:^|[\s,])(?:0\.0\.0\.0|\[?::\]?):8001\b/.test(set(service, 'KONG_ADMIN_LISTEN')) &&
      !isOn(set(service, 'KONG_ENFORCE_RBAC')),
  },
  {
    images: /^traefik$/,
    port: 8080,
    what: 'the dashboard and API of Traefik, which ask for no login (api.insecure)',
    severity: 'medium',
    isOpen: (service, project) =>
      /--api\.insecure(?:=true)?(?:\s|$)/i.test(lineText(service.command)) ||
      isOn(set(service, 'TRAEFIK_API_INSECURE')) ||
      project.serverConfigs.some(
        ({ config, service: given }) =>
          given === service &&
          config.program === 'traefik' &&
          /^api:[^\S\n]*\n(?:[ \t]+.*\n)*?[ \t]+insecure:[ \t]*true\b/m.test(
            project.texts.get(config.file)?.text ?? '',
          ),
      ),
  },
  {
    images: /^prom\/prometheus$/,
    port: 9090,
    what: 'the administration of Prometheus, by which anyone deletes samples (--web.enable-admin-api)',
    severity: 'medium',
    isOpen: (service) =>
      /--web\.enable-admin-api(?:\s|$)/.test(lineText(service.command)) &&
      !lineText(service.command).includes('--web.config.file'),
  },
  {
    images: /^(?:provectuslabs\/kafka-ui|(?:ghcr\.io\/)?kafbat\/kafka-ui)$/,
    port: 8080,
    what: 'Kafka UI, which asks for no login',
    severity: 'medium',
    isOpen: saysNothing(/^AUTH_TYPE$|^SPRING_(?:CONFIG|SECURITY)/),
  },
  {
    images: /^(?:rediscommander\/redis-commander|ghcr\.io\/joeferner\/redis-commander)$/,
    port: 8081,
    what: 'Redis Commander, which asks for no login',
    severity: 'medium',
    isOpen: saysNothing(/^HTTP_(?:USER|PASSWORD)/),
  },
];

export default defineRule({
  id: 'admin-api-published',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A port is published through which anyone administers a program',
  why: 'Who reaches the port reads and changes what the program does; of a gateway, where the requests of all users go.',
  fix: 'Bind the port to 127.0.0.1, or do not publish it and ask from inside of the network.',
  references: [
    'https://developer.konghq.com/gateway/secure-the-admin-api/',
    'https://doc.traefik.io/traefik/operations/api/#insecure',
  ],
  on: 'service',
  *check(service, { stack, project, production }) {
    const repository = rootImageOf(service, undefined)?.repository ?? '';
    const api = apis.find(({ images }) => images.test(repository));
    if (api === undefined || !service.enabled || isOnlyInternal(stack, service)) return;
    if (!isForUsers(project, stack, production) || isTrial(stack)) return;
    const port = service.ports.find(
      ({ target, host }) =>
        target.value === api.port &&
        (host === undefined || !isLoopback(host.value) || host.value === '0.0.0.0'),
    );
    if (port === undefined || !api.isOpen(service, project)) return;
    yield {
      at: port.span,
      message: `${service.name} publishes ${api.what}`,
      object: `services.${service.name}.ports.${api.port}`,
      severity: api.severity,
      ...reviewFix('Bind the port to 127.0.0.1', boundToLoopback(project, port)),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: kong:3.4
              environment:
                KONG_ADMIN_LISTEN: 0.0.0.0:8001
              ports:
                - "8000:8000"
                - "8001:8001"
            proxy:
              image: traefik:v3.2
              command: --api.insecure=true --providers.docker
              ports: ["80:80", "8080:8080"]
            topics:
              image: provectuslabs/kafka-ui:v0.7.2
              ports: ["8090:8080"]
        `,
      },
      ['compose.yaml:8:9', 'compose.yaml:12:22', 'compose.yaml:15:13'],
      {
        'compose.yaml': `
          services:
            gateway:
              image: kong:3.4
              environment:
                KONG_ADMIN_LISTEN: 0.0.0.0:8001
              ports:
                - "8000:8000"
                - "127.0.0.1:8001:8001"
            proxy:
              image: traefik:v3.2
              command: --api.insecure=true --providers.docker
              ports: ["80:80", "127.0.0.1:8080:8080"]
            topics:
              image: provectuslabs/kafka-ui:v0.7.2
              ports: ["127.0.0.1:8090:8080"]
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: kong:3.4
            environment:
              KONG_ADMIN_LISTEN: 127.0.0.1:8001
            ports: ["8000:8000", "8001:8001"]
          proxy:
            image: traefik:v3.2
            command: --api.insecure=false --providers.docker
            ports: ["80:80", "8080:8080"]
          topics:
            image: provectuslabs/kafka-ui:v0.7.2
            environment: {AUTH_TYPE: LOGIN_FORM}
            ports: ["8090:8080"]
      `,
    }),
  ],
});

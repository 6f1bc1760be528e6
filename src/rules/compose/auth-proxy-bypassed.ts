import type { Located } from '../../base/span.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { boundToLoopback } from '../shared/address-fix.ts';
import { openPort } from '../shared/exposures.ts';
import { rootImageOf } from '../shared/image.ts';
import { hostsOf, isForUsers } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'auth-proxy-bypassed',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A service behind a proxy that asks for a login is published beside it as well',
  why: 'Whoever knows the port goes straight to the service, past the login.',
  fix: 'Drop the port of the service, or bind it to 127.0.0.1: the proxy reaches it over the network of the stack.',
  references: ['https://oauth2-proxy.github.io/oauth2-proxy/'],
  on: 'service',
  *check(service, { stack, project, production }) {
    if (!service.enabled || !isForUsers(project, stack, production)) return;
    for (const [guarded, at] of guardedBy(service, hostsOf(stack))) {
      const port = guarded.enabled ? openPort(guarded) : undefined;
      // A proxy that guards its own page does so at its own entrance.
      if (port === undefined || (guarded === service && isProxy(service))) continue;
      yield {
        at: port.span,
        message: `${guarded.name} is published at port ${port.published?.value ?? port.target.value}, past the login that ${guarded === service ? 'its router' : service.name} asks for`,
        object: `services.${guarded.name}.ports`,
        related: [{ at: at.span, message: 'the login stands before it here' }],
        ...reviewFix('Bind the port to 127.0.0.1', boundToLoopback(project, port)),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            login:
              image: quay.io/oauth2-proxy/oauth2-proxy:v7.7.1
              command: [--upstream=http://app:3000, --http-address=0.0.0.0:4180]
              ports: ["443:4180"]
            app:
              image: ghcr.io/acme/app:1.4.2
              ports: ["3000:3000"]
        `,
      },
      'compose.yaml:8:13',
      {
        'compose.yaml': `
          services:
            login:
              image: quay.io/oauth2-proxy/oauth2-proxy:v7.7.1
              command: [--upstream=http://app:3000, --http-address=0.0.0.0:4180]
              ports: ["443:4180"]
            app:
              image: ghcr.io/acme/app:1.4.2
              ports: ["127.0.0.1:3000:3000"]
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            app:
              image: ghcr.io/acme/app:1.4.2
              ports:
                - "\${APP_PORT:-3000}:3000" # for the tests
              labels:
              - traefik.http.routers.app.middlewares=authelia@docker
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            app:
              image: ghcr.io/acme/app:1.4.2
              ports:
                - "127.0.0.1:\${APP_PORT:-3000}:3000" # for the tests
              labels:
              - traefik.http.routers.app.middlewares=authelia@docker
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          login:
            image: quay.io/oauth2-proxy/oauth2-proxy:v7.7.1
            command: [--upstream=http://app:3000, --http-address=0.0.0.0:4180]
            ports: ["443:4180"]
          app:
            image: ghcr.io/acme/app:1.4.2
            ports: ["127.0.0.1:3000:3000"]
      `,
    }),
  ],
});

/** Services to which only those who logged in shall get, and where that is said. */
function* guardedBy(
  service: Service,
  hosts: ReadonlyMap<string, Service>,
): Iterable<readonly [Service, Located<string>]> {
  const own = rootImageOf(service, undefined)?.repository ?? '';
  for (const [label, value] of service.labels) {
    // The proxy's own pages are behind it, its ports are the way in.
    const isRouter = own !== 'traefik' && /^traefik\.http\.routers\.[^.]+\.middlewares$/i.test(label);
    if (isRouter && /auth(?!or)|oauth|sso|login/i.test(value.value)) {
      yield [service, value];
      return;
    }
  }
  if (!/(?:^|\/)(?:oauth2-proxy|vouch-proxy|pomerium)$/.test(own)) return;
  const upstreams = [
    ...(service.command?.words ?? []).filter(({ value }) => value.startsWith('--upstream=')),
    ...[...service.environment.values()].flatMap(({ name, value }) =>
      /UPSTREAMS?$/.test(name) && value !== undefined ? [value] : [],
    ),
  ];
  for (const at of upstreams) {
    const host = /:\/\/([\w.-]+)/.exec(at.value)?.[1]?.toLowerCase();
    const target = host === undefined ? undefined : hosts.get(host);
    if (target !== undefined && target !== service) yield [target, at];
  }
}

function isProxy({ name, image }: Service): boolean {
  return /traefik|caddy|nginx-proxy|haproxy|envoy/i.test(`${name} ${image?.value ?? ''}`);
}

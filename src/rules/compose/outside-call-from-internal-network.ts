import { bad, defineRule, good } from '../rule.ts';
import { usedAddressesOf } from '../shared/env-address.ts';
import { hostsOf, ownHostsOf } from '../shared/stack.ts';

export default defineRule({
  id: 'outside-call-from-internal-network',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A service that is only on internal networks is told to call a host outside',
  why: 'An internal network has no way out: the name is not resolved, and every call fails.',
  fix: 'Put the service on a network that is not internal as well, or go through a proxy that is.',
  references: ['https://docs.docker.com/reference/compose-file/networks/#internal'],
  on: 'service',
  *check(service, { stack, project }) {
    if (!service.enabled || service.networkMode !== undefined || service.networks.length === 0) return;
    if (!service.networks.every(({ name }) => stack.networks.get(name)?.internal === true)) return;
    if ([...service.environment.keys()].some((name) => /^(?:HTTPS?|ALL)_PROXY$/i.test(name))) return;
    for (const { host, scheme, entry, value } of usedAddressesOf(service, stack, project)) {
      if (scheme === undefined || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(host)) continue;
      if (hostsOf(stack).has(host) || ownHostsOf(service).has(host)) continue;
      // What a browser is told, and names that mean no real host.
      if (
        /PUBLIC|ORIGIN|CORS|CALLBACK|REDIRECT|FRONTEND|ISSUER|SITE|BASE_URL|APP_URL|DOMAIN|EXTERNAL|ROOT_URL/i.test(
          entry.name,
        )
      )
        continue;
      if (
        /(?:^|\.)(?:local|internal|lan|localdomain|example|test|invalid|example\.(?:com|org|net))$/.test(host)
      )
        continue;
      yield {
        at: value.span,
        message: `${service.name} is told to call ${host} in ${entry.name}, but is only on internal networks`,
        object: `services.${service.name}.environment.${entry.name}`,
        related: service.networks.flatMap(({ name }) => {
          const network = stack.networks.get(name);
          return network === undefined ? [] : [{ at: network.span, message: `${name} is internal` }];
        }),
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
                MAIL_API: https://api.mailgun.net/v3
              networks: [back]
          networks:
            back:
              internal: true
        `,
      },
      'compose.yaml:5:17',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              MAIL_API: https://api.mailgun.net/v3
            networks: [back, out]
        networks:
          out:
          back:
            internal: true
      `,
    }),
  ],
});

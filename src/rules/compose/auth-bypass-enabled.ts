import { bad, defineRule, good } from '../rule.ts';
import { entriesOf, runners } from '../shared/environment.ts';
import { isForUsers } from '../shared/stack.ts';
import { switched } from '../shared/switch-fix.ts';

const bypass =
  /^(?:\w+_)?(?:AUTH_BYPASS|BYPASS_AUTH|SKIP_AUTH|DISABLE_AUTH|AUTH_DISABLED?|NO_AUTH|DISABLE_AUTHENTICATION|AUTHENTICATION_DISABLED|ANONYMOUS_ADMIN|ALLOW_ANONYMOUS_LOGIN|MOCK_AUTH|DEV_AUTH|INSECURE_AUTH)$/;
/** What is sent out, or what Prometheus may read. */
const elsewhere = /METRICS|PROMETHEUS|SMTP|MAIL|PROXY/;
const switchedOff = /^(?:\w+_)?(?:AUTH_ENABLED|ENABLE_AUTH|AUTH_REQUIRED|REQUIRE_AUTH)$/;

export default defineRule({
  id: 'auth-bypass-enabled',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A service runs with its authentication switched off',
  why: 'Anyone who reaches the port is let in.',
  fix: 'Remove the switch here and set it only where tests need it.',
  references: ['https://owasp.org/www-community/Broken_Access_Control'],
  inParts: true,
  on: 'stack',
  *check(stack, { project, production }) {
    if (!isForUsers(project, stack, production)) return;
    for (const { entry, value, services } of entriesOf(stack)) {
      const name = entry.name.toUpperCase();
      const on = bypass.test(name) && /^(?:1|true|yes|on)$/i.test(value.value);
      const off = switchedOff.test(name) && /^(?:0|false|no|off)$/i.test(value.value);
      if ((!on && !off) || elsewhere.test(name)) continue;
      yield {
        at: value.span,
        message: `${runners(services)} with ${entry.name}=${value.value}`,
        object: `${services[0]}.environment.${entry.name}`,
        severity: stack.environment === undefined ? 'high' : 'critical',
        ...switched(project, entry, value),
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
                AUTH_BYPASS: "true"
        `,
      },
      'compose.yaml:5:20',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                AUTH_BYPASS: "false"
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                - "SKIP_AUTH=TRUE"   # until the login is there
                - AUTH_REQUIRED=0
        `,
      },
      ['compose.yaml:5:20', 'compose.yaml:6:23'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                - "SKIP_AUTH=FALSE"   # until the login is there
                - AUTH_REQUIRED=1
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              AUTH_BYPASS: "false"
              AUTH_URL: http://auth:8080
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              METRICS_AUTH_REQUIRED: "false"
              SMTP_AUTH_ENABLED: "false"
      `,
    }),
  ],
});

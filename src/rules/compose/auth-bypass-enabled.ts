import { bad, defineRule, good } from '../rule.ts';

const bypass =
  /^(?:\w+_)?(?:AUTH_BYPASS|BYPASS_AUTH|SKIP_AUTH|DISABLE_AUTH|AUTH_DISABLED?|NO_AUTH|DISABLE_AUTHENTICATION|AUTHENTICATION_DISABLED|ANONYMOUS_ADMIN|ALLOW_ANONYMOUS_LOGIN|MOCK_AUTH|DEV_AUTH|INSECURE_AUTH)$/;
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
  on: 'service',
  *check(service, { stack, production }) {
    if (!production || !service.enabled) return;
    for (const { name, value } of service.environment.values()) {
      const upper = name.toUpperCase();
      const on = bypass.test(upper) && /^(?:1|true|yes|on)$/i.test(value?.value ?? '');
      const off = switchedOff.test(upper) && /^(?:0|false|no|off)$/i.test(value?.value ?? '');
      if (value === undefined || (!on && !off)) continue;
      yield {
        at: value.span,
        message: `${service.name} runs with ${name}=${value.value}`,
        object: `services.${service.name}.environment.${name}`,
        severity: stack.environment === 'production' ? 'critical' : 'high',
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
  ],
});

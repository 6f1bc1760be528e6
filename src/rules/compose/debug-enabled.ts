import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { debugOffValue } from '../shared/debug-switches.ts';
import { isWorkedOn } from '../shared/development.ts';
import { entriesOf, runners } from '../shared/environment.ts';
import { isForUsers, overlaidForProduction } from '../shared/stack.ts';
import { switched } from '../shared/switch-fix.ts';

export default defineRule({
  id: 'debug-enabled',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A service runs in debug or development mode',
  why: 'Error pages show source and settings to strangers, and the service is slower; Flask and Werkzeug run code sent to them.',
  fix: 'Set the production value, and keep the development one in an overlay (compose.override.yaml).',
  references: [
    'https://flask.palletsprojects.com/en/stable/debugging/',
    'https://docs.djangoproject.com/en/stable/ref/settings/#debug',
  ],
  inParts: true,
  joins: 'file',
  on: 'stack',
  *check(stack, { project, production }) {
    if (!isForUsers(project, stack, production)) return;
    for (const { entry, value, services } of entriesOf(stack)) {
      if (debugOffValue(entry.name, value.value) === undefined) continue;
      if (isSetAnew(overlaidForProduction(project, value.span.file), entry.name, services)) continue;
      const isDeclared = /^prod/i.test(stack.environment ?? '');
      yield {
        at: value.span,
        message: `${runners(services)} with ${entry.name}=${value.value}`,
        object: `${services[0]}.environment.${entry.name}`,
        // A lone compose.yaml may be meant for a developer's machine.
        severity: isDeclared ? 'high' : 'medium',
        ...(services.some((name) => isWorkedOnIn(stack, name)) ? {} : switched(project, entry, value)),
        confidence: isDeclared ? 'certain' : 'possible',
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
                - FLASK_ENV=development
                - DEBUG=true
        `,
      },
      ['compose.yaml:5:19', 'compose.yaml:6:15'],
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                - FLASK_ENV=production
                - DEBUG=false
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          x-env: &env
            DEBUG: "1"
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              environment: { FLASK_DEBUG: 'True', NODE_ENV: development } # for now
        `,
      },
      ['compose.yaml:6:33', 'compose.yaml:6:51'],
      {
        'compose.yaml': `
          x-env: &env
            DEBUG: "1"
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              environment: { FLASK_DEBUG: 'False', NODE_ENV: production } # for now
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment: { APP_ENV: development }
      `,
      'compose.prod.yaml': `
        services:
          api:
            environment: { APP_ENV: production }
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              - NODE_ENV=production
              - DEBUG=
      `,
    }),
  ],
});

/** What the overlay for production says otherwise is for developers, who start the base alone. */
function isSetAnew(overlay: Stack | undefined, name: string, services: readonly string[]): boolean {
  if (overlay === undefined) return false;
  return services.every((service) => {
    const value = overlay.services.get(service)?.environment.get(name)?.value?.value;
    return value === undefined || debugOffValue(name, value) === undefined;
  });
}

/** Settings for production alone would break what is run as it is written. */
function isWorkedOnIn({ services }: Stack, name: string): boolean {
  const service = services.get(name);
  return service === undefined || isWorkedOn(service);
}

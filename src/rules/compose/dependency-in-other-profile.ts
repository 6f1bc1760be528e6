import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'dependency-in-other-profile',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:depends-on-disabled-profile'],
  title: 'A service depends on a service whose profile may be off',
  why: 'Compose refuses to start: the dependency is not part of the project unless its profile is selected.',
  fix: 'Give both services the same profile, drop the profile of the dependency, or set `required: false`.',
  references: ['https://docs.docker.com/compose/how-tos/profiles/'],
  on: 'service',
  *check(service, { stack }) {
    const own = service.profiles.map((profile) => profile.value);
    for (const dependency of service.dependsOn) {
      const other = stack.services.get(dependency.service);
      if (!dependency.required || other === undefined || other.profiles.length === 0) continue;
      const theirs = other.profiles.map((profile) => profile.value);
      if (own.length > 0 && own.every((profile) => theirs.includes(profile))) continue;
      const alone = own.length === 0;
      yield {
        at: dependency.span,
        message: `${service.name} depends on ${other.name}, which exists only in profile ${theirs.join(', ')}`,
        object: `services.${service.name}.depends_on.${other.name}`,
        // Both in profiles: it starts when the right ones are selected together.
        severity: alone ? 'critical' : 'medium',
        confidence: alone ? 'certain' : 'likely',
        related: other.profiles.map((profile) => ({
          at: profile.span,
          message: `${other.name} is put in a profile here`,
        })),
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
              depends_on:
                - cache
            cache:
              image: redis:7.4
              profiles: [full]
        `,
      },
      'compose.yaml:5:9',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            profiles: [full]
            depends_on: [cache, db]
          cache:
            image: redis:7.4
            profiles: [full, cache]
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { allScripts } from '../shared/documents.ts';

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
  *check(service, { stack, project }) {
    const own = service.profiles.map((profile) => profile.value);
    for (const dependency of service.dependsOn) {
      const other = stack.services.get(dependency.service);
      if (!dependency.required || other === undefined || other.profiles.length === 0) continue;
      const theirs = other.profiles.map((profile) => profile.value);
      if (own.length > 0 && own.every((profile) => theirs.includes(profile))) continue;
      const alone = own.length === 0;
      if (!alone && areSelectedTogether(project, own, theirs)) continue;
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
    good({
      'compose.yaml': `
        services:
          tunnel:
            image: cloudflare/cloudflared:2026.1.0
            profiles: [production]
            depends_on: [proxy]
          proxy:
            image: traefik:3.2
            profiles: [app]
      `,
      Makefile: `
        prod:
        	docker compose --profile production --profile app up -d
        dev:
        	docker compose --profile app up -d
      `,
    }),
  ],
});

/** The repository's own scripts select a profile of the one never without one of the other. */
function areSelectedTogether(project: Project, own: readonly string[], theirs: readonly string[]): boolean {
  const known = selections.get(project) ?? selectionsIn(project);
  selections.set(project, known);
  const selected = known.filter((profiles) => own.some((profile) => profiles.includes(profile)));
  return (
    selected.length > 0 && selected.every((profiles) => theirs.some((profile) => profiles.includes(profile)))
  );
}

const selections = new WeakMap<Project, readonly (readonly string[])[]>();

/** The profiles of each call of docker compose that names some. */
function selectionsIn(project: Project): readonly (readonly string[])[] {
  return allScripts(project)
    .flatMap(({ commands }) => commands)
    .map((command) => composeCallOf(command)?.profiles.map(({ text }) => text) ?? [])
    .filter((profiles) => profiles.length > 0);
}

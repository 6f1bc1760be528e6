import { nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf, servicesNamed } from '../shared/compose-call.ts';
import { bringsFiles } from '../shared/script-path.ts';

export default defineRule({
  id: 'script-service-unknown',
  area: 'project',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A script names a service that no compose file has',
  why: 'docker compose stops with "no such service": the script fails at this line.',
  fix: 'Use the name of the service as the compose file has it.',
  references: ['https://docs.docker.com/reference/cli/docker/compose/'],
  on: 'script',
  *check(script, { project }) {
    const services = knownServices(project);
    if (services === undefined || bringsFiles(script)) return;
    const known = new Set(
      project.stacks.flatMap(({ files }) => files.map((file) => file.replace(/^.*\//, ''))),
    );
    const told = new Set<string>();
    for (const command of script.commands) {
      const call = composeCallOf(command);
      // A file that is not among those that were read may have any service.
      const isRead = call?.files.every(({ text }) => known.has(text.replace(/^.*\//, ''))) === true;
      for (const { text, span } of call === undefined || !isRead ? [] : servicesNamed(call)) {
        if (services.has(text) || told.has(text)) continue;
        told.add(text);
        const near = nearest(text, services.keys());
        const [first] = project.stacks;
        const place = services.get(near ?? '') ?? { file: first?.files[0] ?? '', start: 0, end: 0 };
        yield {
          at: span,
          message: `${script.file} names service ${text}, which no compose file has`,
          object: `service ${text}`,
          related: [
            {
              at: place,
              message: near === undefined ? 'services are defined here' : `there is a service ${near}`,
            },
          ],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
            worker:
              image: ghcr.io/acme/worker:1.4.2
        `,
        'deploy.sh': `
          docker compose up -d --scale worker=2 api wroker
        `,
      },
      'deploy.sh:1:43',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'deploy.sh': `
        docker compose up -d --no-deps api
        docker compose exec -T -u app api migrate up
        docker compose logs --tail 50 "$SERVICE"
      `,
    }),
  ],
});

/** Names in all stacks; undefined where a file may hold more than was understood. */
function knownServices(project: Project) {
  const isWhole = project.stacks.every(
    ({ problems }) => !problems.some(({ code }) => code.startsWith('yaml-')),
  );
  if (project.stacks.length === 0 || !isWhole) return undefined;
  return new Map(
    project.stacks.flatMap(({ services }) =>
      [...services.values()].map(({ name, nameSpan }) => [name, nameSpan]),
    ),
  );
}

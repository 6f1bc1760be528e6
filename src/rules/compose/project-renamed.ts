import type { Stack } from '../../model/service.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { type Pair, stackPairs } from '../shared/change.ts';
import { dataMounts, storeOf } from '../shared/store-volume.ts';

export default defineRule({
  id: 'project-renamed',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A change renames the compose project',
  why: 'Volumes and networks carry the project’s name: the stack starts on empty volumes, beside the containers of the old name, which go on running and hold their ports.',
  fix: 'Keep the name, or stop the old project first and give each volume its old name with `name:`.',
  references: ['https://docs.docker.com/compose/how-tos/project-name/'],
  on: 'change',
  *check(change) {
    for (const stacks of stackPairs(change)) {
      const { before, after } = stacks;
      if (before.name === after.name) continue;
      const volumes = leftBehind(stacks);
      const stores = [...after.services.values()].filter(
        (service) =>
          storeOf(service) !== undefined &&
          dataMounts(service).some(
            ({ kind, source }) => kind === 'volume' && volumes.includes(source?.value ?? ''),
          ),
      );
      const { resolved } = after;
      const name = resolved.kind === 'map' ? resolved.entries.get('name')?.span : undefined;
      const left = volumes.length === 0 ? '' : `, and leaves ${volumes.join(', ')} behind`;
      yield {
        at: name ?? { file: after.files[0] ?? '', start: 0, end: 0 },
        message: `the project ${before.name} is now named ${after.name}${left}`,
        ...(stores.length > 0 ? { severity: 'critical' } : {}),
      };
    }
  },
  examples: [
    badChange(
      {
        'compose.yaml': `
          name: shop
          services:
            db:
              image: postgres:17.2
              volumes: ["pgdata:/var/lib/postgresql/data"]
          volumes: { pgdata: {} }
        `,
      },
      {
        'compose.yaml': `
          name: store
          services:
            db:
              image: postgres:17.2
              volumes: ["pgdata:/var/lib/postgresql/data"]
          volumes: { pgdata: {} }
        `,
      },
      'compose.yaml:1:7',
    ),
    goodChange(
      { 'compose.yaml': 'name: shop\nservices: { web: { image: "nginx:1.29.1" } }\n' },
      { 'compose.yaml': 'name: shop\nservices: { web: { image: "nginx:1.29.2" } }\n' },
    ),
  ],
});

/** Volumes of both whose real name goes with the project. */
function leftBehind({ before, after }: Pair<Stack>): readonly string[] {
  return [...after.volumes.values()]
    .filter(({ name, realName, external }) => {
      const was = before.volumes.get(name);
      return !external && was !== undefined && !was.external && was.realName !== realName;
    })
    .map(({ name }) => name);
}

import type { Mount, Service, Stack } from '../../model/service.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { type Pair, servicePairs, stackPairs } from '../shared/change.ts';
import { dataMounts, heldBy, storeOf } from '../shared/store-volume.ts';

export default defineRule({
  id: 'data-store-volume-changed',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A change takes a data store off the volume that holds its data',
  why: 'The store starts empty on the new volume, and what it held stays behind on the old one, out of sight.',
  fix: 'Keep the volume, or copy its data first; `name:` and `external: true` keep a volume under another key.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/#name'],
  on: 'change',
  *check(change) {
    for (const stacks of stackPairs(change)) {
      for (const services of servicePairs(stacks)) {
        const store = storeOf(services.after);
        if (store === undefined || storeOf(services.before)?.name !== store.name) continue;
        for (const lost of dataMounts(services.before)) {
          const problem = lossOf(lost, services, stacks);
          if (problem !== undefined) yield { ...problem, object: `service ${services.after.name}` };
        }
      }
    }
  },
  examples: [
    badChange(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes: ["pgdata:/var/lib/postgresql/data"]
          volumes: { pgdata: {} }
        `,
      },
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes: ["database:/var/lib/postgresql/data"]
          volumes: { database: {} }
        `,
      },
      'compose.yaml:4:16',
    ),
    badChange(
      {
        'compose.yaml': `
          services:
            db:
              image: mysql:8.4.3
              volumes: ["./data:/var/lib/mysql"]
        `,
      },
      {
        'compose.yaml': `
          services:
            db:
              image: mysql:8.4.3
        `,
      },
      'compose.yaml:2:3',
    ),
    goodChange(
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
          name: shop
          services:
            db:
              image: postgres:17.2
              volumes: ["database:/var/lib/postgresql/data"]
          volumes: { database: { name: shop_pgdata } }
        `,
      },
    ),
  ],
});

function lossOf(lost: Mount, { after }: Pair<Service>, stacks: Pair<Stack>) {
  const was = heldBy(lost, stacks.before);
  const path = lost.target.value;
  const mounts = dataMounts(after);
  // The same volume at another path: the image may have moved its folder.
  if (mounts.some((mount) => isSame(lost, mount, stacks))) return undefined;
  const now = mounts.find(({ target }) => target.value === path);
  const before = `was on ${was} before`;
  if (now === undefined) {
    return { at: after.nameSpan, message: `${after.name} keeps ${path} in its container, which ${before}` };
  }
  const message = `${after.name} keeps ${path} on ${heldBy(now, stacks.after)}, which ${before}`;
  return { at: now.source?.span ?? now.span, message };
}

function isSame(one: Mount, other: Mount, { before, after }: Pair<Stack>): boolean {
  if (heldBy(one, before) === heldBy(other, after)) return true;
  const real = (mount: Mount, stack: Stack) =>
    mount.kind === 'volume' ? stack.volumes.get(mount.source?.value ?? '')?.realName : undefined;
  const name = real(one, before);
  return name !== undefined && name === real(other, after);
}

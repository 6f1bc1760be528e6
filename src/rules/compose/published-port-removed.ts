import type { Port, Stack } from '../../model/service.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { servicePairs, stackPairs } from '../shared/change.ts';
import { storeOf } from '../shared/store-volume.ts';

export default defineRule({
  id: 'published-port-removed',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A change takes a published port away',
  why: 'Whoever calls the port from outside (a proxy on the host, another stack, a monitor) gets no answer from the next deployment on.',
  fix: 'Keep the port until nobody calls it, or say in a waiver who was told.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  on: 'change',
  *check(change) {
    for (const stacks of stackPairs(change)) {
      const open = new Set(portsOf(stacks.after).map(keyOf));
      for (const { before, after } of servicePairs(stacks)) {
        // Closing the port of a data store is what one wants; a service out of the profiles publishes nothing.
        if (storeOf(before) !== undefined || !before.enabled || !after.enabled) continue;
        const gone = before.ports.filter((port) => port.published !== undefined && !open.has(keyOf(port)));
        if (gone.length === 0) continue;
        yield {
          at: after.keys.get('ports') ?? after.nameSpan,
          object: `service ${after.name}`,
          message: `${after.name} no longer publishes ${listed(gone)}`,
        };
      }
    }
  },
  examples: [
    badChange(
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.29.1
              ports: ["80:80", "443:443"]
        `,
      },
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.29.1
              ports: ["443:443"]
        `,
      },
      'compose.yaml:4:5',
    ),
    goodChange(
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.29.1
              ports: ["80:80"]
            db:
              image: postgres:17.2
              ports: ["5432:5432"]
        `,
      },
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.29.1
            proxy:
              image: traefik:3.2
              ports: ["80:80"]
            db:
              image: postgres:17.2
        `,
      },
    ),
  ],
});

function portsOf(stack: Stack): readonly Port[] {
  return [...stack.services.values()].flatMap(({ ports }) => ports);
}

function keyOf({ published, protocol }: Port): string {
  return `${published?.value}/${protocol}`;
}

/** Ranges can be long. */
function listed(ports: readonly Port[]): string {
  const names = ports.map(({ published, protocol }) =>
    protocol === 'tcp' ? String(published?.value) : `${published?.value}/${protocol}`,
  );
  const more = names.length - 4;
  const shown = more > 0 ? [...names.slice(0, 4), `${more} more`] : names;
  return `port${names.length === 1 ? '' : 's'} ${shown.join(', ')}`;
}

import { badChange, defineRule, goodChange } from '../rule.ts';
import { majorOf, parseImage } from '../shared/image.ts';
import { judged, storeChanges, storeOfBoth } from '../shared/store-upgrades.ts';
import { storeUpgrades } from '../shared/store-upgrades-table.ts';

export default defineRule({
  id: 'data-store-major-changed',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'A change takes a data store to another major version',
  why: 'The new version finds data of the old one: some stores do not start on it, others rewrite it so that there is no way back.',
  fix: 'Back up and try the restore first, follow the upgrade steps of the store one major version at a time, and deploy it apart from other changes.',
  references: Object.values(storeUpgrades).map(({ reference }) => reference),
  on: 'change',
  *check(change) {
    for (const { name, object, before, after } of storeChanges(change)) {
      const [old, now] = [parseImage(before), parseImage(after.value)];
      const store = storeOfBoth(old, now);
      const from = old && majorOf(old);
      const to = now && majorOf(now);
      if (store === undefined || from === undefined || to === undefined || from === to) continue;
      const { severity, effect } = judged(store, from, to) ?? {};
      if (severity === undefined) continue;
      const message = `${name} goes from ${store.name} ${from} to ${to}, ${effect}`;
      yield { at: after.span, object, message, severity };
    }
  },
  examples: [
    badChange(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.6
              volumes: ["pgdata:/var/lib/postgresql/data"]
          volumes: { pgdata: {} }
        `,
      },
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes: ["pgdata:/var/lib/postgresql/data"]
          volumes: { pgdata: {} }
        `,
      },
      'compose.yaml:3:12',
    ),
    badChange(
      { 'k8s/cache.yaml': storeSet('redis:8.0.1') },
      { 'k8s/cache.yaml': storeSet('redis:7.4.1') },
      'k8s/cache.yaml:11:18',
    ),
    goodChange(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.2
              volumes: ["pgdata:/var/lib/postgresql/data"]
            scratch:
              image: postgres:16.6
          volumes: { pgdata: {} }
        `,
      },
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.4
              volumes: ["pgdata:/var/lib/postgresql/data"]
            scratch:
              image: postgres:17.4
          volumes: { pgdata: {} }
        `,
      },
    ),
  ],
});

function storeSet(image: string): string {
  return `
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: { name: cache }
    spec:
      selector: { matchLabels: { app: cache } }
      template:
        metadata: { labels: { app: cache } }
        spec:
          containers:
            - name: redis
              image: ${image}
  `;
}

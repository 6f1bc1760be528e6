import type { Located } from '../../base/span.ts';
import type { Change } from '../../model/change.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { containerPairs, servicePairs, stackPairs, workloadPairs } from '../shared/change.ts';
import { type DataStore, dataStoreOf } from '../shared/data-stores.ts';
import { type ImageName, majorOf, parseImage } from '../shared/image.ts';
import { storeUpgrades } from '../shared/store-upgrades-table.ts';
import { dataMounts } from '../shared/store-volume.ts';

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
    for (const { name, object, before, after } of stores(change)) {
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

interface StoreChange {
  readonly name: string;
  readonly object: string;
  readonly before: string;
  readonly after: Located<string>;
}

/** Images of what keeps data beyond the life of a container. */
function* stores(change: Change): Iterable<StoreChange> {
  for (const { before, after } of stackPairs(change).flatMap(servicePairs)) {
    if (before.image === undefined || after.image === undefined || dataMounts(after).length === 0) continue;
    const { name, image } = after;
    yield { name, object: `service ${name}`, before: before.image.value, after: image };
  }
  for (const workloads of workloadPairs(change)) {
    const { pod, kind, title } = workloads.after;
    const isKept = kind === 'StatefulSet' || pod.volumes.some(({ claim, hostPath }) => claim ?? hostPath);
    if (!isKept) continue;
    for (const { before, after } of containerPairs(workloads)) {
      if (before.image === undefined || after.image === undefined) continue;
      const object = `${title} container ${after.name}`;
      yield { name: title, object, before: before.image.value, after: after.image };
    }
  }
}

function storeOfBoth(before: ImageName | undefined, after: ImageName | undefined): DataStore | undefined {
  const store = dataStoreOf(after);
  return store !== undefined && dataStoreOf(before)?.name === store.name ? store : undefined;
}

function judged(store: DataStore, from: number, to: number) {
  const upgrade = storeUpgrades[store.name];
  if (to < from) {
    return { severity: 'critical' as const, effect: 'which does not read what the newer one has written' };
  }
  if (upgrade === undefined) return undefined;
  const { steps, majors } = upgrade;
  const jump = majors === undefined ? to - from : majors.indexOf(to) - majors.indexOf(from);
  if (steps === 0) {
    return { severity: 'critical' as const, effect: 'which does not start on the data of an older version' };
  }
  if (jump > steps) {
    return {
      severity: 'critical' as const,
      effect: 'which reads only what the version before it has written',
    };
  }
  return { severity: 'high' as const, effect: 'which rewrites its data, and there is no way back' };
}

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

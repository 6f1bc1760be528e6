// Claims that are not made by a StatefulSet: volumes that several parts mount, or that are only read.
import type { Built } from './built.ts';
import { note, type World } from './part.ts';
import type { Fields, Tree } from './tree.ts';

export function sharedClaims(built: readonly Built[], world: World): readonly Fields[] {
  const users = new Map<string, Built[]>();
  for (const one of built)
    for (const { source } of one.storage.volumes) {
      const name = claimName(source?.['persistentVolumeClaim']);
      if (name !== undefined) users.set(name, [...(users.get(name) ?? []), one]);
    }
  return [...users].map(([name, of]) => {
    const pods = of.reduce((sum, { part }) => sum + (part.scales ? 2 : part.replicas), 0);
    const many = pods > 1;
    if (many)
      note(
        world,
        'decide',
        `${name} is mounted by ${of.map(({ part }) => part.name).join(' and ')}: its storage class must offer ReadWriteMany (--storage-class)`,
      );
    return claim(name, many, world);
  });
}

function claimName(tree: Tree | undefined): string | undefined {
  if (typeof tree !== 'object' || !('claimName' in tree)) return undefined;
  return typeof tree.claimName === 'string' ? tree.claimName : undefined;
}

function claim(name: string, many: boolean, { request, name: stack }: World): Fields {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: { 'app.kubernetes.io/part-of': stack } },
    spec: {
      '#modes': many ? 'Several pods mount it, perhaps on several nodes.' : undefined,
      accessModes: [many ? 'ReadWriteMany' : 'ReadWriteOnce'],
      storageClassName: request.storageClass,
      '#size': 'Compose knows no sizes.',
      resources: { requests: { storage: request.storageSize } },
    },
  };
}

import type { Workload } from '../../model/kubernetes.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { containerPairs, type Pair, workloadPairs } from '../shared/change.ts';

export default defineRule({
  id: 'claim-changed',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A change takes a container off the claim that holds its data',
  why: 'It starts on the new claim, which is empty, while its data stays on the old one.',
  fix: 'Keep the claim, or copy the data to the new one before this is applied.',
  references: ['https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes'],
  on: 'change',
  *check(change) {
    for (const workloads of workloadPairs(change)) {
      for (const { before, after } of containerPairs(workloads)) {
        for (const mount of before.mounts) {
          const was = claimOf(workloads.before, mount.volume?.value);
          const now = after.mounts.find(({ path }) => path !== undefined && path.value === mount.path?.value);
          if (was === undefined || mount.readOnly || now === undefined || keeps(workloads, was)) continue;
          const is = claimOf(workloads.after, now.volume?.value);
          const volume = workloads.after.pod.volumes.find(({ name }) => name?.value === now.volume?.value);
          const place = is?.span ?? volume?.span ?? now.span;
          const held = is === undefined ? 'no claim' : `claim ${is.value}`;
          yield {
            at: place,
            object: `${workloads.after.title} container ${after.name}`,
            message: `${workloads.after.title} keeps ${mount.path?.value} on ${held}, which was on claim ${was.value} before`,
          };
        }
      }
    }
  },
  examples: [
    badChange(
      { 'k8s/files.yaml': files('persistentVolumeClaim: { claimName: uploads }') },
      { 'k8s/files.yaml': files('persistentVolumeClaim: { claimName: files }') },
      'k8s/files.yaml:16:47',
    ),
    badChange(
      { 'k8s/files.yaml': files('persistentVolumeClaim: { claimName: uploads }') },
      { 'k8s/files.yaml': files('emptyDir: {}') },
      'k8s/files.yaml:15:11',
    ),
    goodChange(
      { 'k8s/files.yaml': files('emptyDir: {}') },
      { 'k8s/files.yaml': files('persistentVolumeClaim: { claimName: uploads }') },
    ),
  ],
});

function claimOf({ pod }: Workload, volume: string | undefined) {
  return volume === undefined ? undefined : pod.volumes.find(({ name }) => name?.value === volume)?.claim;
}

/** The claim is still mounted, perhaps at another path or in another container. */
function keeps({ after }: Pair<Workload>, claim: { readonly value: string }): boolean {
  return after.pod.volumes.some((volume) => volume.claim?.value === claim.value);
}

function files(source: string): string {
  return `
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: files }
    spec:
      selector: { matchLabels: { app: files } }
      template:
        metadata: { labels: { app: files } }
        spec:
          containers:
            - name: files
              image: ghcr.io/acme/files:1.4.2
              volumeMounts:
                - { name: data, mountPath: /data }
          volumes:
            - name: data
              ${source}
  `;
}

import type { KubernetesSet } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { type DataStore, dataStoreOf } from '../shared/data-stores.ts';
import { parseImage } from '../shared/image.ts';
import { environmentOf } from '../shared/kubernetes/container-env.ts';
import { sourcesOf } from '../shared/kubernetes/container-sources.ts';
import { workloadsOf } from '../shared/kubernetes/object-index.ts';
import { mainContainers, subject } from '../shared/kubernetes/pods.ts';
import { localDefaultsOf } from '../shared/local-defaults.ts';

export default defineRule({
  id: 'default-address-localhost',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A variable is not set, and the code then looks for a data store on localhost',
  why: 'Localhost is the pod itself: the connection is refused, or the feature stays off without a word.',
  fix: 'Set the variable to the name of the Service before the store.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  on: 'container',
  *check(container, { workload, set, project }) {
    const found = container.role === 'container' ? sourcesOf(project, container) : undefined;
    if (found === undefined) return;
    const { names, values, isWhole } = environmentOf(set, container);
    const { image } = found.built.stage;
    const command =
      lineText(image.entrypoint) + lineText(image.cmd) + container.args.map(({ value }) => value).join(' ');
    const isChosen = [...names, ...image.env.keys()].some((name) => /PROFILE|CONFIG/.test(name));
    if (!isWhole || isChosen || /\.sh\b|profile|config|-D/.test(command)) return;
    for (const { read, store } of localDefaultsOf(found.sources)) {
      if (names.has(read.name) || image.env.has(read.name) || /TEST|EXAMPLE/.test(read.name)) continue;
      const runs = workloadOf(store, set);
      // In one pod localhost is right.
      const isOwn = mainContainers(workload).some((each) => isStore(each.image?.value, store));
      const isTold = [...values.values()].some(
        ({ value }) => runs?.object.name !== undefined && value.includes(runs.object.name.value),
      );
      if (runs === undefined || isOwn || isTold) continue;
      yield {
        at: container.nameSpan,
        message: `${subject(container, workload)} is not given ${read.name}, so its code looks for ${store.name} on localhost, but ${runs.title} runs it`,
        object: `${workload.title} container ${container.name} env ${read.name}`,
        related: [
          { at: read.at, message: `${read.name} is read here` },
          { at: runs.object.nameSpan, message: `${runs.title} runs ${store.name}` },
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: cache}
          spec:
            serviceName: cache
            selector: {matchLabels: {app: cache}}
            template:
              metadata: {labels: {app: cache}}
              spec:
                containers: [{name: redis, image: "redis:7.4"}]
        `,
        'api/Dockerfile': `
          FROM python:3.13-slim
          WORKDIR /app
          COPY app.py ./
          CMD ["python", "app.py"]
        `,
        'api/app.py': 'url = os.environ.get("REDIS_URL", "redis://localhost:6379/0")\n',
      },
      'k8s/shop.yaml:5:23',
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - {name: api, image: "ghcr.io/acme/api:1.4.2"}
            - {name: redis, image: "redis:7.4"}
      `,
      'api/Dockerfile': `
        FROM python:3.13-slim
        WORKDIR /app
        COPY app.py ./
        CMD ["python", "app.py"]
      `,
      'api/app.py': 'url = os.environ.get("REDIS_URL", "redis://localhost:6379/0")\n',
    }),
  ],
});

function isStore(image: string | undefined, store: DataStore): boolean {
  return dataStoreOf(image === undefined ? undefined : parseImage(image))?.name === store.name;
}

function workloadOf(store: DataStore, set: KubernetesSet) {
  return workloadsOf(set).find((workload) =>
    mainContainers(workload).some(({ image }) => isStore(image?.value, store)),
  );
}

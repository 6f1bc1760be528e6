import { bad, defineRule, good } from '../rule.ts';
import { builtImageOf } from '../shared/built-image.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { isBelow } from '../shared/mounts.ts';
import { programFolder } from '../shared/program-folder.ts';

/** What is empty, or holds other files, when the pod starts. */
const hiding: ReadonlySet<string> = new Set([
  'emptyDir',
  'persistentVolumeClaim',
  'configMap',
  'secret',
  'ephemeral',
]);

export default defineRule({
  id: 'mount-hides-program',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A volume is mounted over the folder in which the program lies',
  why: 'Kubernetes copies nothing into a volume: the program is not found, and the container does not start.',
  fix: 'Mount the volume at a folder of its own, or one file of it with `subPath`.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  on: 'container',
  *check(container, { workload, project }) {
    const built = container.command.length > 0 ? undefined : builtImageOf(project, container);
    const program = built === undefined ? undefined : programFolder(built.dockerfile, built.stage);
    if (built === undefined || program === undefined) return;
    // An init container may fill the volume first.
    const filled = new Set(
      workload.pod.containers
        .filter(({ role }) => role === 'init')
        .flatMap(({ mounts }) => mounts.map(({ volume }) => volume?.value)),
    );
    for (const { path, volume, span } of container.mounts) {
      const source = workload.pod.volumes.find(({ name }) => name?.value === volume?.value);
      if (
        path === undefined ||
        source?.type === undefined ||
        !hiding.has(source.type) ||
        filled.has(volume?.value)
      )
        continue;
      if (
        !isBelow(program.path, path.value) ||
        hasSubPath(project.texts.get(span.file)?.text.slice(span.start, span.end))
      )
        continue;
      yield {
        at: path.span,
        message: `${subject(container, workload)} mounts ${volume?.value} over ${path.value}, where its program lies`,
        object: `${workload.title} container ${container.name} mount ${path.value}`,
        confidence: built.how === 'declared' ? 'certain' : 'likely',
        related: [{ at: program.copy.span, message: 'the program is copied here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                volumeMounts:
                  - {name: config, mountPath: /app}
            volumes: [{name: config, configMap: {name: api}}]
        `,
        'api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
        'api/server.js': 'listen();\n',
      },
      'k8s/api.yaml:9:37',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              volumeMounts:
                - {name: config, mountPath: /app/config.json, subPath: config.json}
                - {name: data, mountPath: /app/data}
          volumes:
            - {name: config, configMap: {name: api}}
            - {name: data, emptyDir: {}}
      `,
      'api/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        CMD ["node", "server.js"]
      `,
      'api/server.js': 'listen();\n',
    }),
  ],
});

function hasSubPath(text: string | undefined): boolean {
  return text === undefined || /\bsubPath(?:Expr)?\b/.test(text);
}

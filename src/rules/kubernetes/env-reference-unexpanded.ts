import { bad, defineRule, good } from '../rule.ts';
import { environmentOf } from '../shared/kubernetes/container-env.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'env-reference-unexpanded',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A value refers to a variable that is not set before it',
  why: 'Kubernetes leaves `$(NAME)` as it is when the variable comes later or not at all: the program gets the text itself.',
  fix: 'Set the variable above the value that uses it.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/',
  ],
  on: 'container',
  *check(container, { workload, set }) {
    const { names, isWhole } = environmentOf(set, container);
    const own = container.env.map(({ name }) => name.value);
    const fromOutside = new Set([...names].filter((name) => !own.includes(name)));
    const before = new Set<string>();
    for (const { name, value } of container.env) {
      for (const match of (value?.value ?? '').matchAll(/(\$?)\$\(([A-Za-z_][\w.-]*)\)/g)) {
        const [, escaped, wanted = ''] = match;
        // `$$(X)` is meant as text, and the cluster itself sets the addresses of Services.
        if (
          escaped !== '' ||
          before.has(wanted) ||
          fromOutside.has(wanted) ||
          /_SERVICE_(?:HOST|PORT)|_PORT$|_TCP_/.test(wanted)
        )
          continue;
        const later = container.env.find((entry) => entry.name.value === wanted);
        if (
          value === undefined ||
          (later === undefined && !isWhole) ||
          (later !== undefined && wanted === name.value)
        )
          continue;
        yield {
          at: value.span,
          message: `${subject(container, workload)} uses $(${wanted}) in ${name.value}, which is ${later === undefined ? 'not set' : 'set only later'}`,
          object: `${workload.title} container ${container.name} env ${name.value}`,
          ...(later === undefined
            ? {}
            : { related: [{ at: later.name.span, message: `${wanted} is set here` }] }),
        };
      }
      before.add(name.value);
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
                env:
                  - {name: DB_URL, value: "postgres://app:$(DB_PASSWORD)@db:5432/app"}
                  - name: DB_PASSWORD
                    valueFrom: {secretKeyRef: {name: db, key: password}}
        `,
      },
      'k8s/api.yaml:9:33',
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
              envFrom: [{secretRef: {name: db}}]
              env:
                - name: DB_PASSWORD
                  valueFrom: {secretKeyRef: {name: db, key: password}}
                - {name: DB_URL, value: "postgres://$(DB_USER):$(DB_PASSWORD)@db:5432/app"}
      `,
    }),
  ],
});

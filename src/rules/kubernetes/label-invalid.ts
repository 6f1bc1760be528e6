import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'label-invalid',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-score:label-values', 'kics:metadata_label_is_invalid'],
  title: 'A label is not one that Kubernetes takes',
  why: 'The API server refuses the object, so it is not created or changed.',
  fix: 'Values have at most 63 characters of letters, digits, `-`, `_` and `.`, and begin and end with a letter or digit.',
  references: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  ],
  on: 'kubernetes-object',
  *check(object) {
    const labels = [...object.labels, ...(object.workload?.pod.labels ?? [])];
    for (const [key, { value, span }] of labels) {
      if (/[$<{]|__\w+__/.test(value + key) || (isValue(value) && isKey(key))) continue;
      yield {
        at: span,
        message: `${object.title} has the label ${key}: ${JSON.stringify(value)}, which is not valid`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
            labels:
              owner: team shop
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:6:12',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
          labels:
            owner: team-shop
        spec:
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

function isValue(text: string): boolean {
  return text === '' || (text.length <= 63 && /^[a-z0-9](?:[\w.-]*[a-z0-9])?$/i.test(text));
}

function isKey(text: string): boolean {
  const slash = text.indexOf('/');
  const prefix = slash === -1 ? undefined : text.slice(0, slash);
  const isPrefix = prefix === undefined || /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(prefix);
  const name = text.slice(slash + 1);
  return isPrefix && name !== '' && isValue(name);
}

import { bad, defineRule, good } from '../rule.ts';
import { named, setOnObject } from '../shared/kubernetes/edits.ts';
import { findAll, ofKind } from '../shared/kubernetes/object-index.ts';

const label = 'strimzi.io/cluster';
/** Kinds that belong to a `Kafka`, and one that belongs to a `KafkaConnect`. */
const owners: Readonly<Record<string, string>> = {
  KafkaTopic: 'Kafka',
  KafkaUser: 'Kafka',
  KafkaNodePool: 'Kafka',
  KafkaConnector: 'KafkaConnect',
};

export default defineRule({
  id: 'kafka-cluster-unknown',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A topic, user, node pool or connector belongs to no Kafka cluster',
  why: 'The operator passes it over in silence: the topic or user is never made.',
  fix: `Give it the label ${label} with the name of the cluster.`,
  references: ['https://strimzi.io/docs/operators/latest/deploying.html'],
  on: 'kubernetes-object',
  *check(object, { set, project }) {
    const owner = owners[object.kind.value];
    if (owner === undefined || !object.apiVersion.value.startsWith('kafka.strimzi.io/')) return;
    const cluster = object.labels.get(label);
    const labelled = set.kustomizations.some(({ labels }) => labels.has(label));
    if (cluster === undefined) {
      const isPatched = set.patches.some(({ kind }) => kind.value === object.kind.value);
      if (labelled || isPatched || set.open !== undefined) return;
      const [only, other] = ofKind(project, owner);
      const name = other === undefined ? only?.name?.value : undefined;
      yield {
        at: object.nameSpan,
        message: `${object.title} has no label ${label}`,
        ...(name === undefined ? {} : setOnObject(project, object, ['metadata', 'labels', label], name)),
      };
      return;
    }
    const known = ofKind(project, owner);
    const [first] = known;
    if (first === undefined || set.open !== undefined || /[${<]/.test(cluster.value)) return;
    if (findAll(project, owner, cluster.value).length > 0) return;
    yield {
      at: cluster.span,
      message: `${object.title} belongs to ${owner} ${cluster.value}, which is not there`,
      related: [{ at: first.nameSpan, message: `there is ${first.title}` }],
      ...named(project, cluster.span, known.length === 1 ? first : undefined),
    };
  },
  examples: [
    bad(
      {
        'kafka/cluster.yaml': `
          apiVersion: kafka.strimzi.io/v1
          kind: Kafka
          metadata:
            name: events
          spec:
            kafka:
              listeners:
                - name: plain
                  port: 9092
                  type: internal
                  tls: false
        `,
        'kafka/topics.yaml': `
          apiVersion: kafka.strimzi.io/v1
          kind: KafkaTopic
          metadata:
            name: orders
            labels:
              strimzi.io/cluster: my-cluster
          spec:
            partitions: 3
          ---
          apiVersion: kafka.strimzi.io/v1
          kind: KafkaTopic
          metadata:
            name: payments
          spec:
            partitions: 3
        `,
      },
      ['kafka/topics.yaml:6:25', 'kafka/topics.yaml:13:9'],
      {
        'kafka/topics.yaml': `
          apiVersion: kafka.strimzi.io/v1
          kind: KafkaTopic
          metadata:
            name: orders
            labels:
              strimzi.io/cluster: events
          spec:
            partitions: 3
          ---
          apiVersion: kafka.strimzi.io/v1
          kind: KafkaTopic
          metadata:
            name: payments
            labels:
              strimzi.io/cluster: events
          spec:
            partitions: 3
        `,
      },
    ),
    good({
      'kafka/cluster.yaml': `
        apiVersion: kafka.strimzi.io/v1
        kind: Kafka
        metadata:
          name: events
        spec:
          kafka:
            listeners:
              - name: plain
                port: 9092
                type: internal
                tls: false
      `,
      'kafka/topics.yaml': `
        apiVersion: kafka.strimzi.io/v1
        kind: KafkaTopic
        metadata:
          name: orders
          labels:
            strimzi.io/cluster: events
        spec:
          partitions: 3
      `,
    }),
  ],
});

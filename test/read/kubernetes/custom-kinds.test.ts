// Kinds of operators: what is surely wrong is said, and what a newer version may know is not.
import { expect, test } from 'vitest';
import { readKubernetes } from '../../../src/read/kubernetes/kubernetes.ts';

function problemsIn(text: string): readonly string[] {
  const { problems } = readKubernetes({ files: ['a.yaml'], read: () => text, inChart: () => false });
  return problems.map(({ code, message, replacement }) =>
    [code, message, ...(replacement === undefined ? [] : [replacement])].join(': '),
  );
}

const monitor = (endpoint: string) => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  endpoints: [${endpoint}]
`;

test('a slip in the name of a field', () => {
  expect(problemsIn(monitor('{port: http, intervall: 30s}'))).toEqual([
    'unknown-key: spec.endpoints[0] has "intervall", which is not a field there: interval',
  ]);
});

test('a field that only a newer version may know is left alone', () => {
  expect(problemsIn(monitor('{port: http, sampleAge: 30s}'))).toEqual([]);
});

test('wrong types, choices and missing fields', () => {
  expect(problemsIn(monitor('{port: 8080, scheme: ftp}'))).toEqual([
    'wrong-type: spec.endpoints[0].port must be text, found number "8080": "8080"',
    'invalid-value: spec.endpoints[0].scheme must be one of http, https, HTTP, HTTPS, found "ftp"',
  ]);
  expect(
    problemsIn(
      'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\nspec: {secretName: a}\n',
    ),
  ).toEqual(['missing-key: spec lacks issuerRef']);
});

test('two versions of a kind have fields of their own', () => {
  const topic = (version: string) =>
    problemsIn(
      `apiVersion: kafka.strimzi.io/${version}\nkind: KafkaUser\nmetadata: {name: a}\nspec: {authorization: {type: simple, acls: [{resource: {type: topic, name: a}, operation: Read}]}}\n`,
    );
  expect(topic('v1beta2')).toEqual([]);
  expect(topic('v1')).not.toEqual([]);
});

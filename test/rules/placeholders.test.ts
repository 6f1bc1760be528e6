// What a script fills in before it reaches a server. No example of a rule, since a server would refuse it as it stands.
import { expect, test } from 'vitest';
import { reviewExample } from '../../scripts/example.ts';
import labelInvalid from '../../src/rules/kubernetes/label-invalid.ts';
import { good } from '../../src/rules/rule.ts';

const service = (name: string) => `apiVersion: v1
kind: Service
metadata: {name: api, labels: {app: ${name}}}
spec: {ports: [{port: 80}]}
`;

async function told(name: string) {
  const example = good({ 'k8s/api.yaml': service(name) });
  const { findings } = await reviewExample(example, { catalogue: [labelInvalid], preset: 'strict' });
  return findings.map(({ message }) => message);
}

test('a label is not judged before a script has put the name in its place', async () => {
  expect(await told('__SERVICE_NAME__')).toEqual([]);
  expect(await told('_api')).toEqual(['Service api has the label app: "_api", which is not valid']);
});

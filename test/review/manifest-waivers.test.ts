// Where a finding in a manifest can be waived.
import { expect, it } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { review } from '../../src/review/run.ts';
import { folderWith } from '../read/folder.ts';

const pod = (top: string, atName: string) => `apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
${top}apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
    - name: api${atName}
      image: ghcr.io/acme/api:1.4.2
`;
const comment = '# seaworthy: ignore[kubernetes/memory-limit-missing] measured';

it.each([
  ['above the object', pod(`${comment}\n`, ''), 1],
  ['on the line of the finding', pod('', ` ${comment}`), 1],
  ['above another object', `${comment}\n${pod('', '')}`, 0],
])('a comment %s waives %s', async (_, text, expected) => {
  const root = folderWith({ 'k8s/api.yaml': text });
  const project = await readProject({ root, scope: 'review', processEnv: {} });
  const { findings } = review(project, { rules: ['kubernetes/memory-limit-missing'] });
  expect(findings).toHaveLength(1);
  expect(findings.filter(({ waived }) => waived !== undefined)).toHaveLength(expected);
});

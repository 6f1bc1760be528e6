import { describe, expect, test } from 'vitest';
import { isLater, isNews } from '../../../src/engines/kubernetes/news.ts';

const metadata = { name: 'web', uid: 'u1', generation: 1, labels: { app: 'web' } };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  status: { replicas: 1, conditions: [{ type: 'Progressing', status: 'True' }] },
};
const refused = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota' };

describe('news of an object', () => {
  test('what its controller counts is none', () => {
    const counted = {
      ...deployment,
      status: { ...deployment.status, readyReplicas: 1, observedGeneration: 1 },
    };
    expect(isNews(deployment, counted)).toBe(false);
    const set = { ...deployment, kind: 'ReplicaSet' };
    expect(isNews(set, { ...set, status: { replicas: 1, readyReplicas: 1 } })).toBe(false);
  });

  test.each([
    ['a first sight', undefined, deployment],
    ['another one of the name', deployment, { ...deployment, metadata: { ...metadata, uid: 'u2' } }],
    ['another specification', deployment, { ...deployment, metadata: { ...metadata, generation: 2 } }],
    ['other labels', deployment, { ...deployment, metadata: { ...metadata, labels: {} } }],
    ['a deletion', deployment, { ...deployment, metadata: { ...metadata, deletionTimestamp: '2026-11-27' } }],
    ['pods that are refused', deployment, { ...deployment, status: { conditions: [refused] } }],
    [
      'the last pod of a ReplicaSet',
      { ...deployment, kind: 'ReplicaSet' },
      { ...deployment, kind: 'ReplicaSet', status: { replicas: 0 } },
    ],
    ['any change of a pod', { ...deployment, kind: 'Pod' }, { ...deployment, kind: 'Pod' }],
  ])('%s is', (_title, before, after) => {
    expect(isNews(before, after)).toBe(true);
  });

  test('versions are numbers of any size', () => {
    expect(isLater('10', '9')).toBe(true);
    expect(isLater('9', '10')).toBe(false);
    expect(isLater('10', '10')).toBe(false);
  });
});

// Real pods and a client that asks without a pause: none of its requests is lost while what serves it is taken over.
import { afterAll, describe, expect, test } from 'vitest';
import { realCluster } from '../support/real-cluster.ts';
import { upStack } from '../support/up-stack.ts';

const { started, end } = await realCluster();

const compose = `
name: shop
services:
  web:
    image: registry.test/web:\${TAG:-2}
    ports: ["8080"]
    healthcheck: { test: ["CMD", "web", "get", "http://127.0.0.1:8080/ready"], interval: 1s }
    deploy: { resources: { reservations: { memory: 8M, cpus: "0.001" }, limits: { memory: 64M } } }
`;
const settings =
  'phases: [{ name: app, services: [web], gate: { stable_for: 1s, success_threshold: 2, deadline: 20s } }]\n';

const theirs = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.test/web:1
          readinessProbe: { httpGet: { path: /ready, port: 8080 }, periodSeconds: 1 }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ name: http, port: 8080 }] }
`;

const client = (address: string) => `
apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: client
      image: registry.test/web:1
      command: [sh, -c, 'until web get http://${address}:8080/; do :; done; while :; do web get http://${address}:8080/ || echo LOST; done']
`;

describe.skipIf(typeof started === 'string')('up --adopt, under requests', () => {
  afterAll(end);

  test.each([
    ['taken over', '2', 0],
    ['given back when its successor is not good', 'notready', 5],
  ])('a Deployment is %s, and no request is lost', (_, tag, code) => {
    if (typeof started === 'string') throw new Error(started);
    const { run, kubectl, get, namespace } = upStack(compose, settings, started);
    const demand = (args: readonly string[], input?: string) => {
      const answer = kubectl(args, input);
      expect(answer.code, answer.stderr).toBe(0);
      return answer.stdout;
    };
    demand(['apply', '-f', '-'], theirs);
    demand(['rollout', 'status', 'deployment/web', '--timeout=60s']);
    demand(['apply', '-f', '-'], client(get('service', 'web', '-o', 'jsonpath={.spec.clusterIP}')));
    demand(['wait', 'pod/client', '--for=condition=Ready', '--timeout=60s']);
    const before = get('pods', '-l', 'app=web', '-o', 'name');
    const place = ['--engine', 'kubernetes', '-n', namespace, '--progress', 'plain'];
    const adopted = run(['up', '--adopt', ...place], { TAG: tag });
    expect(adopted.code, adopted.text).toBe(code);
    const answers = demand(['logs', 'client']).split('\n');
    const versions = answers.map((line) => line.split(' ')[0]);
    const from = versions.indexOf('1');
    expect(from).toBeGreaterThanOrEqual(0);
    expect(answers.slice(from).filter((line) => line === 'LOST')).toEqual([]);
    expect(versions.includes('2')).toBe(code === 0);
    if (code !== 0) expect(get('pods', '-l', 'app=web', '-o', 'name')).toBe(before);
    expect(versions.length - from).toBeGreaterThan(100);
  });
});

// The graph of links: from a service or workload to the code that it starts, and from pipelines and scripts to both.
import { expect, test } from 'vitest';
import type { Link, LinkGraph } from '../../src/model/link.ts';
import { readProject } from '../../src/read/project.ts';
import { linkGraphOf } from '../../src/rules/shared/links/graph.ts';
import { folderWith } from '../read/folder.ts';

async function graphOf(root: string): Promise<LinkGraph> {
  const project = await readProject({ root, scope: 'review', processEnv: {} });
  const graph = linkGraphOf(project);
  expect(linkGraphOf(project), 'it is made once').toBe(graph);
  return graph;
}

function shown({ from, kind, to, how, confidence, spans }: Link): string {
  const files = [...new Set(spans.map(({ file }) => file))].join(' ');
  return `${from.kind} ${from.name} ${kind} ${to.kind} ${to.name}: ${how}, ${confidence} ${files}`.trimEnd();
}

test('from a workflow over the image to the workload and its code', async () => {
  const root = folderWith({
    '.github/workflows/deploy.yml': `
on: push
jobs:
  image:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@v6
        with:
          context: services/orders
          push: true
          tags: ghcr.io/acme/shop-orders:\${{ github.sha }}
  deploy:
    runs-on: ubuntu-24.04
    needs: image
    steps:
      - uses: actions/checkout@v4
      - run: kubectl apply -f k8s/orders.yaml
      - run: ./scripts/local.sh
`,
    'scripts/local.sh': '#!/bin/sh\ndocker compose -f ../compose.yaml up -d db\n',
    'compose.yaml': 'services:\n  db:\n    image: postgres:17\n',
    'services/orders/Dockerfile': 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["node", "main.js"]\n',
    'services/orders/main.js':
      "const { port } = require('./port.js');\nlisten(port, process.env.DATABASE_URL);\n",
    'services/orders/port.js': 'exports.port = process.env.ORDERS_PORT;\n',
    'k8s/orders.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec:
      containers:
        - name: main
          image: ghcr.io/acme/shop-orders:1.4.2
          envFrom: [{ configMapRef: { name: orders } }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: orders }
data: { DATABASE_URL: "postgres://db/orders" }
---
apiVersion: v1
kind: Service
metadata: { name: orders }
spec: { selector: { app: orders }, ports: [{ port: 80 }] }
`,
  });
  const { links } = await graphOf(root);
  expect(links.map(shown).toSorted()).toEqual(
    [
      'Dockerfile services/orders/Dockerfile holds code services/orders/port.js: resolved, possible',
      'Dockerfile services/orders/Dockerfile makes image ghcr.io/acme/shop-orders: resolved, certain .github/workflows/deploy.yml',
      'Dockerfile services/orders/Dockerfile starts code services/orders/main.js: resolved, likely',
      'code services/orders/main.js reads variable DATABASE_URL of Deployment orders: resolved, certain services/orders/main.js',
      'code services/orders/port.js reads variable ORDERS_PORT of Deployment orders: resolved, certain services/orders/port.js',
      'job deploy deploys workload Deployment orders: resolved, certain .github/workflows/deploy.yml',
      'job deploy runs script scripts/local.sh: declared, certain .github/workflows/deploy.yml',
      'job image builds Dockerfile services/orders/Dockerfile: declared, certain .github/workflows/deploy.yml',
      'job image pushes image ghcr.io/acme/shop-orders: declared, certain .github/workflows/deploy.yml',
      'object Service orders selects workload Deployment orders: resolved, certain k8s/orders.yaml',
      'script scripts/local.sh deploys service db: declared, likely scripts/local.sh',
      'script scripts/local.sh reads file compose.yaml: declared, certain scripts/local.sh',
      'service db runs image postgres: declared, certain compose.yaml',
      'workload Deployment orders is given object ConfigMap orders: declared, certain k8s/orders.yaml',
      'workload Deployment orders runs image ghcr.io/acme/shop-orders: declared, certain k8s/orders.yaml',
      'workload Deployment orders sets variable DATABASE_URL of Deployment orders: declared, certain k8s/orders.yaml',
    ].toSorted(),
  );
});

test('from a compose service to its code, variables and configuration', async () => {
  const root = folderWith({
    'compose.yaml': `
services:
  gateway:
    image: traefik:v3.2
    volumes: ["./gateway.toml:/etc/traefik/dynamic/gateway.toml:ro"]
  api:
    build: ./api
    image: acme/api
    env_file: api.env
    environment: { CACHE_URL: "redis://cache:6379" }
    depends_on: [cache]
  cache:
    image: redis:7.4
`,
    'compose.production.yaml': 'services:\n  cache:\n    image: valkey/valkey:8.0\n',
    'gateway.toml': '[[http.services.api.loadBalancer.servers]]\nurl = "http://api:8000"\n',
    'api.env': 'LEVEL=info\n',
    'api/Dockerfile': 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "-m", "app.main"]\n',
    'api/app/main.py': 'import os\nlevel = os.environ["LEVEL"]\n',
  });
  const graph = await graphOf(root);
  const base = graph.links.filter(
    ({ from, to }) => ![from, to].some(({ name }) => name.includes('production')),
  );
  expect(base.map(shown)).toEqual(
    expect.arrayContaining([
      'service api is built by build api: declared, certain compose.yaml',
      'build api makes image acme/api: declared, certain compose.yaml',
      'build api builds Dockerfile api/Dockerfile: resolved, certain compose.yaml',
      'Dockerfile api/Dockerfile starts code api/app/main.py: resolved, likely',
      'code api/app/main.py reads variable LEVEL of api: resolved, certain api/app/main.py',
      'service api is given file api.env: declared, certain compose.yaml',
      'service api sets variable LEVEL of api: resolved, certain api.env',
      'service api sets variable CACHE_URL of api: declared, certain compose.yaml',
      'service api calls service cache: resolved, likely compose.yaml',
      'service api waits for service cache: declared, certain compose.yaml',
      'service gateway is given file gateway.toml: declared, certain compose.yaml',
      'file gateway.toml calls service api: resolved, likely gateway.toml',
    ]),
  );
  const cache = graph.links.find(({ from }) => from.name === 'cache (production)');
  expect(cache?.to.name).toBe('valkey/valkey');
  expect(graph.to(cache?.to ?? { kind: 'image', id: '', name: '', at: undefined })).toEqual([cache]);
});

test('an image under a name that an expression hides is known by the rest of it', async () => {
  const root = folderWith({
    '.github/workflows/image.yml': `
on: push
jobs:
  image:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: docker build -t "\${{ vars.REGISTRY }}/orders:1" orders
`,
    'orders/Dockerfile': 'FROM scratch\n',
    'compose.yaml': 'services:\n  orders:\n    image: ghcr.io/acme/orders:1\n',
  });
  const { links } = await graphOf(root);
  expect(links.map(shown)).toContain(
    'job image makes image ghcr.io/acme/orders: by name, likely .github/workflows/image.yml',
  );
});

// Links of GitLab's jobs, of targets of make and of scripts of package.json: what they build, push, deploy and run.
import { expect, test } from 'vitest';
import type { Link } from '../../src/model/link.ts';
import { readProject } from '../../src/read/project.ts';
import { linkGraphOf } from '../../src/rules/shared/links/graph.ts';
import { folderWith } from '../read/folder.ts';

type Files = Readonly<Record<string, string>>;

async function linksOf(files: Files, from: RegExp): Promise<readonly string[]> {
  const project = await readProject({ root: folderWith(files), scope: 'review', processEnv: {} });
  return linkGraphOf(project)
    .links.map(shown)
    .filter((line) => from.test(line))
    .toSorted();
}

function shown({ from, kind, to, how, confidence }: Link): string {
  return `${from.kind} ${from.name} ${kind} ${to.kind} ${to.name}: ${how}, ${confidence}`;
}

const shop: Files = {
  'api/Dockerfile': 'FROM node:22-alpine\n',
  'web/Dockerfile': 'FROM node:22-alpine\n',
  'compose.yaml':
    'services:\n  api:\n    build: api\n    image: ghcr.io/acme/api:1\n  db:\n    image: postgres:17\n',
  'k8s/api.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: main, image: "ghcr.io/acme/web:1.0" }] }
`,
};

test('jobs of GitLab, with templates, included files and variables', async () => {
  const files: Files = {
    ...shop,
    '.gitlab-ci.yml': `
include: { local: /ci/templates.yml }
variables:
  REGISTRY: ghcr.io/acme
api:
  extends: .build
  variables: { NAME: api }
web:
  script:
    - cd web
    - /kaniko/executor --context . --destination $REGISTRY/web:$CI_COMMIT_SHA
deploy:
  environment: production
  script:
    - !reference [.login, script]
    - ./ci/deploy.sh
    - make release
    - helm upgrade --install web "$CI_PROJECT_DIR/chart"
    - kubectl set image deploy/api main=$REGISTRY/web:$CI_COMMIT_SHA
.unused:
  script: [docker build -t unused web]
`,
    'ci/templates.yml': `
.login:
  script: [docker login]
.build:
  script:
    - docker build -t $REGISTRY/$NAME:$CI_COMMIT_SHORT_SHA $NAME
    - docker push $REGISTRY/$NAME:$CI_COMMIT_SHORT_SHA
`,
    'ci/deploy.sh': 'kubectl apply -f ../k8s/api.yaml\n',
    Makefile: 'release: up\nup:\n\t@docker compose up -d db\ntest:\n\tgo test ./...\nall: test\n',
    'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  };
  expect(await linksOf(files, /^(?:job|script|target)/)).toEqual(
    [
      'job api builds Dockerfile api/Dockerfile: declared, certain',
      'job api pushes image ghcr.io/acme/api: declared, certain',
      'job deploy deploys chart web: declared, certain',
      'job deploy deploys workload Deployment api: resolved, likely',
      'job deploy runs script ci/deploy.sh: declared, certain',
      'job deploy runs target release: declared, certain',
      'job web builds Dockerfile web/Dockerfile: declared, certain',
      'job web pushes image ghcr.io/acme/web: declared, certain',
      'script ci/deploy.sh deploys workload Deployment api: resolved, certain',
      'target release runs target up: declared, certain',
      'target up deploys service db: declared, likely',
    ].toSorted(),
  );
  expect(await linksOf(files, /^Dockerfile web.*makes/)).toEqual([
    'Dockerfile web/Dockerfile makes image ghcr.io/acme/web: resolved, certain',
  ]);
});

test('targets of make and scripts of package.json', async () => {
  const files: Files = {
    ...shop,
    Makefile: `
IMAGE ?= ghcr.io/acme/api
.PHONY: image push
image: ## builds it
	docker build -t $(IMAGE):$(TAG) api
push: image
	@docker push $(IMAGE):$(TAG)
ui:
	cd web && npm run release
fmt:
	gofmt -w .
`,
    'web/package.json': JSON.stringify({
      name: '@acme/web',
      scripts: {
        build: 'vite build',
        start: 'docker compose -f ../compose.yaml up api',
        release: 'yarn start',
      },
    }),
    'package.json': '{"scripts": {"web": "pnpm --filter @acme/web start", "lint": "eslint ."}}',
  };
  expect(await linksOf(files, /^(?:npm script|target)/)).toEqual(
    [
      'npm script release (web) runs npm script start (web): declared, certain',
      'npm script start (web) deploys service api: declared, likely',
      'npm script start (web) reads file compose.yaml: declared, certain',
      'npm script web runs npm script start (web): declared, certain',
      'target image builds Dockerfile api/Dockerfile: declared, certain',
      'target image makes image ghcr.io/acme/api: declared, certain',
      'target push pushes image ghcr.io/acme/api: declared, certain',
      'target push runs target image: declared, certain',
      'target ui runs npm script release (web): declared, certain',
    ].toSorted(),
  );
});

import { expect, test } from 'vitest';
import { purposeOf } from '../../src/model/purpose.ts';

test.each([
  ['compose.yaml', undefined],
  ['docker/compose.prod.yaml', undefined],
  ['services/latest/Dockerfile', undefined],
  ['services/contest-api/Dockerfile', undefined],
  ['k8s/local-storage.yaml', undefined],
  ['.github/workflows/test.yml', undefined],
  ['.github/workflows/cloud-deploy/web.yml', 'sample'],
  ['benchmark/.github/workflows/test.yml', 'sample'],
  ['compose/.legacy-backup/docker-compose.kong.yml', 'sample'],
  ['compose/TEMPLATE-BEST-PRACTICES.yml', 'sample'],
  ['services/legacy/Dockerfile', undefined],
  ['compose.override.yaml', 'development'],
  ['docker-compose.dev.yml', 'development'],
  ['docker-compose-local.yml', 'development'],
  ['Dockerfile.dev', 'development'],
  ['dev.Dockerfile', 'development'],
  ['.devcontainer/docker-compose.yml', 'development'],
  ['.env.development', 'development'],
  ['tests/e2e/compose.yaml', 'test'],
  ['packages/e2e_tests/docker-compose.yml', 'test'],
  ['docker-compose.test.yml', 'test'],
  ['examples/dev/compose.yaml', 'sample'],
  ['tests/examples/compose.yaml', 'test'],
  ['docker-examples/postgres/compose.yaml', 'sample'],
  ['local-k8s/infra/postgres.yaml', 'development'],
  ['env/dev-kind/kustomization.yaml', 'development'],
  ['apps/local-path-provisioner/deployment.yaml', undefined],
  ['manifests/quick-start/secret.yaml', 'sample'],
  ['_archived/db.yaml', 'sample'],
])('%s is for %s', (file, purpose) => {
  expect(purposeOf(file)).toBe(purpose);
});

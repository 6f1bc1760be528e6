// Workflows as repositories have them: one that tests, builds and deploys each service, and some of the whole system.
import type { Random } from './random.ts';

export function workflow(random: Random, name: string): string {
  const checkout = checkoutRef(random);
  const permissions = random.chance(0.5) ? '\npermissions:\n  contents: read\n' : '\n';
  const test = random.chance(0.8) ? 'npm test' : 'npm test || true';
  return `name: ${name}
on:
  push:
    branches: [main]
    tags: ["v*"]
    paths: ["services/${name}/**", ".github/workflows/${name}.yml"]
  pull_request:
    paths: ["services/${name}/**"]
${permissions}
env:
  IMAGE: ghcr.io/example/${name}
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        node: [20, 22]
    defaults:
      run:
        working-directory: services/${name}
    steps:
      - uses: actions/checkout@${checkout}
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
          cache: npm
      - run: npm ci
      - name: Test
        run: |
          npm run lint
          ${test}
      - name: Keep the report
        if: always() && matrix.node == 22
        uses: actions/upload-artifact@v4
        with:
          name: report-\${{ matrix.node }}
          path: services/${name}/report
          if-no-files-found: ignore
  build:
    needs: test
    if: github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/')
    runs-on: ubuntu-latest
    permissions:
      contents: read
      packages: write
    outputs:
      digest: \${{ steps.build.outputs.digest }}
    steps:
      - uses: actions/checkout@${checkout}
      - uses: docker/setup-buildx-action@v3
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          username: \${{ github.actor }}
          password: \${{ secrets.GITHUB_TOKEN }}
      - id: meta
        uses: docker/metadata-action@v5
        with:
          images: \${{ env.IMAGE }}
          tags: |
            type=sha
            type=semver,pattern={{version}}
      - id: build
        uses: docker/build-push-action@v6
        with:
          context: services/${name}
          push: true
          tags: \${{ steps.meta.outputs.tags }}
          labels: \${{ steps.meta.outputs.labels }}
          cache-from: type=gha
          cache-to: type=gha,mode=max
${random.chance(0.3) ? `      - run: echo "built by \${{ github.event.head_commit.message }}"\n` : ''}${deploy(random, name)}`;
}

function deploy(random: Random, name: string): string {
  if (random.chance(0.4)) return '';
  return `  deploy:
    needs: build
    runs-on: ubuntu-latest
    environment: production
    concurrency: deploy-${name}
    steps:
      - uses: actions/checkout@${checkoutRef(random)}
      - name: Roll out
        env:
          KUBECONFIG_DATA: \${{ secrets.KUBECONFIG }}
          DIGEST: \${{ needs.build.outputs.digest }}
        run: |
          echo "$KUBECONFIG_DATA" > kubeconfig
          kubectl --kubeconfig kubeconfig set image deployment/${name} ${name}="$IMAGE@$DIGEST"
          kubectl --kubeconfig kubeconfig rollout status deployment/${name} --timeout=120s
`;
}

/** Names and texts of workflows that a system has beside those of its services. */
export function commonWorkflows(random: Random): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  if (random.chance(0.7)) all['nightly.yml'] = nightly(random);
  if (random.chance(0.5)) all['release.yml'] = release(random);
  if (random.chance(0.6)) all['stale.yml'] = stale();
  return all;
}

function nightly(random: Random): string {
  return `name: nightly
on:
  schedule:
    - cron: "${random.below(60)} 3 * * *"
  workflow_dispatch:
    inputs:
      environment:
        description: Where to run
        required: true
        default: staging
        type: choice
        options: [staging, production]
permissions: ${random.chance(0.5) ? 'write-all' : '{}'}
jobs:
  end-to-end:
    runs-on: ubuntu-22.04
    timeout-minutes: 40
    services:
      postgres:
        image: postgres:${random.pick(['16', '17.2'])}
        env:
          POSTGRES_PASSWORD: postgres
        ports: ["5432:5432"]
        options: --health-cmd pg_isready --health-interval 5s
    steps:
      - uses: actions/checkout@${checkoutRef(random)}
      - run: docker compose up -d --wait
      - run: ./scripts/e2e.sh \${{ inputs.environment || 'staging' }}
        env:
          DATABASE_URL: postgres://postgres:postgres@localhost:5432/postgres
      - if: failure()
        run: docker compose logs --no-color | tail -n 500
      - if: always()
        run: docker compose down -v
`;
}

function release(random: Random): string {
  return `name: release
on:
  push:
    tags: ["v[0-9]+.[0-9]+.[0-9]+"]
concurrency:
  group: release-\${{ github.ref }}
  cancel-in-progress: false
jobs:
  notes:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@${checkoutRef(random)}
        with:
          fetch-depth: 0
      - id: version
        run: echo "version=\${GITHUB_REF_NAME#v}" >> "$GITHUB_OUTPUT"
      - uses: softprops/action-gh-release@v2
        with:
          name: \${{ steps.version.outputs.version }}
          generate_release_notes: true
          draft: \${{ contains(github.ref_name, 'rc') }}
`;
}

function stale(): string {
  return `name: stale
on:
  schedule:
    - cron: "0 1 * * 1"
jobs:
  stale:
    runs-on: ubuntu-latest
    permissions:
      issues: write
      pull-requests: write
    steps:
      - uses: actions/stale@v9
        with:
          days-before-stale: 60
          stale-issue-label: stale
          exempt-issue-labels: security,pinned
`;
}

function checkoutRef(random: Random): string {
  return random.pick(['v4', '11bd71901bbe5b1630ceea73d27597364c9af683', 'main']);
}

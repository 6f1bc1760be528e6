// Workflows that test, build and deploy one service.
import type { Random } from './random.ts';

export function workflow(random: Random, name: string): string {
  const checkout = random.pick(['v4', '11bd71901bbe5b1630ceea73d27597364c9af683', 'main']);
  const permissions = random.chance(0.5) ? '\npermissions:\n  contents: read\n' : '\n';
  const test = random.chance(0.8) ? 'npm test' : 'npm test || true';
  return `name: ${name}
on:
  push:
    branches: [main]
    paths: ["services/${name}/**"]
  pull_request:
${permissions}
env:
  IMAGE: ghcr.io/example/${name}
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: [20, 22]
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
  build:
    needs: test
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${checkout}
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          username: \${{ github.actor }}
          password: \${{ secrets.GITHUB_TOKEN }}
      - uses: docker/build-push-action@v6
        with:
          context: services/${name}
          push: true
          tags: \${{ env.IMAGE }}:\${{ github.sha }}
${random.chance(0.3) ? `      - run: echo "built by \${{ github.event.head_commit.message }}"\n` : ''}`;
}

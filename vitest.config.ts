import { defineConfig } from 'vitest/config';

// Two cores: files that start real processes run one after the other in `system`, the rest side by side in `unit`.
const engineless = [
  '01-killed',
  '02-torn-journal',
  '03-signals',
  '11-crash-loop',
  '14-slow-start',
  '15-silent-start',
  '16-flapping-health',
  '17-dies-in-soak',
  '18-lying-health',
  '25-two-deployers',
  '38-stubborn-children',
  'cancel',
  'rollback',
  'shed',
];

// Both names are set by `scripts/test-docker.sh`: nobody's own engine is ever taken for the one of the tests.
const docker = {
  extends: true as const,
  test: {
    name: 'docker',
    // The fault tests that say nothing of processes hold here, too.
    include: ['test/docker/**/*.test.ts', `test/system/faults/{${engineless.join(',')}}.test.ts`],
    env: { SEAWORTHY_TEST_ENGINE: 'docker' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
};

export default defineConfig({
  test: {
    globalSetup: ['test/build-once.ts'],
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**', 'test/docker/**', 'test/kubernetes/**'],
          // Both only end what hangs: machines that are shared can be many times slower than they are alone.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'kubernetes',
          include: ['test/kubernetes/**/*.test.ts'],
          globalSetup: ['test/kubernetes/shared-cluster.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      ...(process.env['DOCKER_HOST'] === undefined || process.env['SEAWORTHY_DOCKER_ENGINE'] === undefined
        ? []
        : [docker]),
    ],
  },
});

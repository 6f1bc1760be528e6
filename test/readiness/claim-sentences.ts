// Sentences of our own, each labelled by hand, and the small repository that they speak of.
import type { ClaimedService, ClaimFacts, ClaimWord } from '../../src/readiness/claims/claim.ts';

function service(
  name: string,
  image: string | undefined,
  ports: readonly number[],
  has: readonly string[],
): ClaimedService {
  return {
    name,
    image,
    ports,
    has: new Set(has),
    place: { text: `compose.yaml:${name.length}`, path: 'compose.yaml' },
  };
}

const all = ['health check', 'memory limit', 'restart policy'];

export const shop: ClaimFacts = {
  services: [
    service('web', undefined, [3000], [...all, 'non-root user']),
    service('api', undefined, [8000], [...all, 'non-root user']),
    service('store', 'postgres:15-alpine', [5432], all),
  ],
  exists: (path) => ['compose.yaml', 'scripts/deploy.sh', 'README.md'].includes(path),
  checks: [
    { id: 'reliability/limits', outcome: 'pass', detail: '3 services looked at', evidence: [] },
    { id: 'delivery/pipeline', outcome: 'fail', detail: 'no pipeline was found', evidence: [] },
    { id: 'data/backup-restored', outcome: 'unknown', detail: 'no restore was ever measured', evidence: [] },
  ],
};

/** What the checker must say; undefined: it is no claim. */
export const sentences: readonly (readonly [text: string, word: ClaimWord | undefined])[] = [
  // Shares
  ['75% of the tests pass today (9/12).', 'not-checkable'],
  ['Coverage of endpoints: 75% (9/12)', 'true'],
  ['Coverage of endpoints: 80% (9/12)', 'false'],
  ['Two thirds work: 66.7% (8/12 cases)', 'true'],
  ['Two thirds work: 66.6% (8/12 cases)', 'true'],
  ['Two thirds work: 70% (8/12 cases)', 'false'],
  ['9 of 10 replicas answered (90%)', 'true'],
  ['9 of 10 replicas answered (95%)', 'false'],
  ['1,204 of 1,204 requests answered (100%)', 'true'],
  ['Manifests: 13/13 valid', 'not-checkable'],
  // Falls and rises
  ['The image shrank by 40%, from 500 MB to 300 MB.', 'true'],
  ['The image shrank by 60%, from 500 MB to 300 MB.', 'false'],
  ['Memory is 50% lower: 2 GB, down from 4 GB.', 'true'],
  ['Memory is 20% lower: 2 GB, down from 4 GB.', 'false'],
  ['Start-up is 50% faster, from 8 s to 4 s.', 'true'],
  ['Start-up is 25-50% faster, from 8 s to 5 s.', 'true'],
  ['Traffic increased by 100%, from 200 ms to 400 ms.', 'true'],
  ['Build time: 30-40% faster due to smaller bases', 'not-checkable'],
  ['The image went from 1 GB to 512 MB, a reduction of 50%.', 'true'],
  ['About a third smaller: from ~900MB to ~600MB, 33% saved', 'true'],
  // Sums
  ['Services by phase: 5 + 10 + 8 = 23', 'true'],
  ['Services by phase: 5 + 10 + 8 = 25', 'false'],
  ['512 MB + 256 MB = 768 MB for both', 'true'],
  ['512 MB + 256 MB = 1024 MB for both', 'false'],
  ['1.5 + 2.5 = 4 cores', 'true'],
  ['Use version 1 + 2 of the client', undefined],
  // Counts beside names
  ['There are three services: web, api and store', 'true'],
  ['There are four services: web, api and store', 'false'],
  ['It has 2 databases (postgres, redis)', 'true'],
  ['It has 3 databases (postgres, redis)', 'false'],
  ['We support 2 regions: north, south', 'true'],
  ['Several services: web, api and more', undefined],
  ['It has 3 databases, such as postgres and redis', undefined],
  // Limits
  ['p95 is 150 ms, below the target of 200 ms', 'true'],
  ['p95 is 250 ms, below the target of 200 ms', 'false'],
  ['CPU peaks at 45 %, under 50 %', 'true'],
  ['Startup takes 12 s, more than the limit of 10 s', 'true'],
  ['Response time: < 200ms for core calls', undefined],
  // The repository: all services
  ['All services have health checks.', 'true'],
  ['All services have CPU limits.', 'false'],
  ['All services run as non-root users.', 'partly'],
  ['Resource limits are defined for all services', 'true'],
  ['Add health checks to all services', undefined],
  ['All services should have CPU limits', undefined],
  ['A restart policy exists for every service', 'true'],
  ['All services are written with care', 'not-checkable'],
  // Ports, files, versions
  ['`api` (8000) answers calls', 'true'],
  ['`api` (9000) answers calls', 'false'],
  ['The web service listens on port 3000.', 'true'],
  ['`billing` (7000) answers calls', undefined],
  ['Deploy with `scripts/deploy.sh` on Linux', 'true'],
  ['Deploy with `scripts/rollout.sh` on Linux', 'false'],
  ['Create a new `compose.dev.yaml` first', undefined],
  ['The store is postgres:15-alpine', 'true'],
  ['The store is postgres:16-alpine', 'false'],
  ['Images come from example/app:v2.0.0', undefined],
  // Boxes
  ['- [x] Resource limits configured', 'true'],
  ['- [x] CI/CD pipeline configured', 'false'],
  ['- [x] Backups restored on another machine', 'not-checkable'],
  ['- [ ] CI/CD pipeline configured', undefined],
];

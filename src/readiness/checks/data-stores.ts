import { count } from '../../base/text.ts';
import { dataStoreOf } from '../../model/data-store.ts';
import type { Service } from '../../model/service.ts';
import { absent, type Check, composeServices, fileLinks, placeLink } from '../check.ts';
import { findingsClear, services } from '../findings-clear.ts';
import { measured, worstOf } from '../measured.ts';

const group = 'Data';
const dayMs = 86_400_000;

const dataStoreOfService = ({ image }: Service) => dataStoreOf(image?.value) !== undefined;

export const dataStores: readonly Check[] = [
  findingsClear({
    id: 'data/persisted',
    group,
    title: 'What data stores hold outlives their containers',
    known: 'resolved',
    from: 'dev',
    remedy: 'Mount a named volume where the store keeps its files.',
    over: services,
    rules: [
      'compose/data-store-not-persisted',
      'compose/data-mount-misplaced',
      'kubernetes/data-store-not-persisted',
      'compose/volume-undefined',
    ],
  }),
  findingsClear({
    id: 'data/volume-kept',
    group,
    title: 'No change moves a store away from what it holds',
    known: 'resolved',
    from: 'dev',
    remedy: 'Keep volume and major version, or migrate on purpose.',
    over: services,
    rules: [
      'compose/data-store-volume-changed',
      'compose/project-renamed',
      'project/data-store-major-changed',
      'kubernetes/claim-changed',
      'compose/data-store-version-differs',
    ],
  }),
  findingsClear({
    id: 'data/not-deleted',
    group,
    title: 'No script or pipeline deletes volumes',
    from: 'dev',
    remedy: 'Take -v, --volumes and prune out of scripts.',
    over: services,
    rules: [
      'project/deploy-deletes-volumes',
      'project/script-prunes-volumes',
      'project/script-stops-all-containers',
    ],
  }),
  {
    id: 'data/backup-declared',
    group,
    title: 'Every data store has a backup',
    known: 'resolved',
    from: 'production',
    remedy: 'Declare it under backup: in seaworthy.yaml; seaworthy generate backup writes a script.',
    judge(facts) {
      const stores = composeServices(facts).filter(dataStoreOfService);
      if (stores.length === 0) return absent('there is no data store');
      const missed = facts.findings.find(
        ({ rule, waived }) => waived === undefined && rule === 'project/backup-misses-store',
      );
      if (missed !== undefined)
        return { outcome: 'fail', detail: missed.message, evidence: [placeLink(facts, missed.at)] };
      const dumps = facts.project.scripts
        .filter(({ file }) => /backup|dump/i.test(file))
        .map(({ file }) => file);
      if (dumps.length === 0) {
        return {
          outcome: 'fail',
          detail: `${stores.map(({ name }) => name).join(', ')}: no backup was found`,
          evidence: stores.slice(0, 3).map(({ nameSpan }) => placeLink(facts, nameSpan)),
        };
      }
      return { outcome: 'pass', detail: `${dumps[0]} dumps what is stored`, evidence: fileLinks(dumps) };
    },
  },
  {
    id: 'data/backup-restored',
    group,
    title: 'A backup was restored and looked at',
    known: 'executed',
    from: 'production',
    remedy:
      'Give each data store a restore: command under backup: in seaworthy.yaml, and run seaworthy backup verify.',
    judge(facts) {
      const stores = composeServices(facts).filter(dataStoreOfService);
      if (stores.length === 0) return absent('there is no data store');
      const kept = stores.filter(({ mounts }) =>
        mounts.some(({ kind }) => kind === 'volume' || kind === 'bind'),
      );
      if (kept.length === 0) return absent('no data store keeps anything', facts.compose?.files);
      // Each by itself: that one could be restored says nothing of another.
      const judged = kept.map(({ name }) => measured(`backup/${name}`, facts, 7 * dayMs));
      return {
        ...worstOf(judged, (amount) => `${count(amount, 'data store')} restored`),
        limit: '<= 7 days old',
      };
    },
  },
  findingsClear({
    id: 'data/backup-honest',
    group,
    title: 'A backup that fails says so',
    from: 'staging',
    remedy: 'Use set -euo pipefail, and check the dump before it replaces the last one.',
    over: services,
    rules: ['project/backup-failure-hidden'],
  }),
  findingsClear({
    id: 'data/migrations',
    group,
    title: 'Migrations run once, after the store is there',
    known: 'resolved',
    from: 'staging',
    remedy: 'Run migrations as a one-shot service that others wait for.',
    over: services,
    rules: [
      'compose/migration-before-store-ready',
      'kubernetes/migration-in-every-replica',
      'compose/one-shot-not-awaited',
    ],
  }),
];

import { count } from '../../base/text.ts';
import {
  absent,
  type Check,
  composeServices,
  fileLinks,
  type Judgement,
  placeLink,
  readableRuns,
} from '../check.ts';
import { findingsClear, manifests, services } from '../findings-clear.ts';
import { measured, namesOf, worstOf } from '../measured.ts';
import { runOf } from '../runs.ts';

const group = 'Reliability';

export const reliability: readonly Check[] = [
  {
    id: 'reliability/release',
    group,
    title: 'A release serves whose gates were passed',
    known: 'executed',
    from: 'dev',
    remedy: 'Run seaworthy up to its end.',
    judge(facts) {
      if (facts.release === undefined) return unknown('nothing has been rolled out yet');
      const run = runOf(facts.release, readableRuns(facts));
      if (run === undefined) {
        const torn = facts.runs.find(({ problem }) => problem !== undefined);
        return unknown(
          torn?.problem ?? `no journal tells that release ${facts.release.slice(0, 8)} was rolled out`,
        );
      }
      const gates = run.records.filter((one) => one.event === 'done' && one.step.includes('/gate/')).length;
      return {
        outcome: 'pass',
        detail: `${facts.release.slice(0, 8)} was rolled out by run ${run.run}, ${count(gates, 'gate')} passed`,
        value: count(gates, 'gate'),
        at: run.state.ended?.at,
        evidence: [{ text: run.run, path: run.path }],
      };
    },
  },
  {
    id: 'reliability/services-up',
    group,
    title: 'Every service of the release runs',
    known: 'executed',
    from: 'dev',
    remedy: 'See seaworthy status and logs; bring up what is down or left out.',
    judge(facts) {
      const { services: states } = facts;
      if (states.length === 0) return unknown('nothing has been rolled out yet');
      const good = states.filter(({ state }) => state === 'up' || state === 'completed').length;
      const bad =
        states.find(({ state }) => state === 'down') ?? states.find(({ state }) => state === 'skipped');
      const latest = facts.runs.at(-1);
      return {
        outcome: bad === undefined ? 'pass' : bad.state === 'down' ? 'fail' : 'unknown',
        detail: bad === undefined ? `${good} of ${states.length} up` : `${bad.service}: ${bad.detail}`,
        value: `${good} of ${states.length}`,
        limit: `${states.length} of ${states.length}`,
        at: facts.now.toISOString(),
        evidence: latest === undefined ? [] : [{ text: latest.run, path: latest.path }],
      };
    },
  },
  {
    id: 'reliability/gates-strong',
    group,
    title: 'Every gate asks the service itself, not only its port',
    known: 'resolved',
    from: 'staging',
    remedy: 'Declare a health check or a gate for the services named.',
    judge(facts) {
      const { services: states } = facts;
      if (states.length === 0) return unknown('nothing has been rolled out yet');
      const weak = states.filter((one) => one.weak);
      return {
        outcome: weak.length === 0 ? 'pass' : 'unknown',
        detail:
          weak.length === 0
            ? `${states.length} gates with a probe`
            : `${weak.map(({ service }) => service).join(', ')}: only port or process is known`,
        value: `${states.length - weak.length} of ${states.length}`,
        evidence: fileLinks(facts.compose?.files ?? []),
      };
    },
  },
  findingsClear({
    id: 'reliability/health-checks',
    group,
    title: 'Health checks exist and can work',
    known: 'resolved',
    from: 'staging',
    remedy: 'Add a health check that calls a program the image has, on a port that is listened on.',
    over: services,
    rules: [
      'compose/healthcheck-*',
      'compose/dependency-without-healthcheck',
      'dockerfile/image-healthcheck-missing',
      'project/gate-port-not-listened',
    ],
  }),
  findingsClear({
    id: 'reliability/probes',
    group,
    title: 'Pods have probes that can work',
    known: 'resolved',
    from: 'staging',
    remedy: 'Add readiness and liveness probes on ports and paths that exist.',
    over: manifests,
    rules: [
      'kubernetes/readiness-probe-*',
      'kubernetes/liveness-probe-missing',
      'kubernetes/probe-*',
      'kubernetes/probes-identical',
    ],
  }),
  findingsClear({
    id: 'reliability/dependencies',
    group,
    title: 'Dependencies exist, and start in an order that can be kept',
    known: 'resolved',
    from: 'dev',
    remedy: 'Correct depends_on; break the cycle.',
    over: services,
    rules: [
      'compose/dependency-missing',
      'compose/dependency-cycle',
      'compose/dependency-in-other-profile',
      'compose/one-shot-*',
      'compose/migration-before-store-ready',
      'project/phase-before-dependency',
    ],
  }),
  findingsClear({
    id: 'reliability/restart',
    group,
    title: 'A service that dies is started again, within bounds',
    from: 'production',
    remedy: 'Set restart: unless-stopped, or on-failure with a number.',
    over: services,
    rules: [
      'compose/restart-policy-missing',
      'compose/restart-without-bound',
      'kubernetes/restart-policy-invalid',
    ],
  }),
  findingsClear({
    id: 'reliability/limits',
    group,
    title: 'Memory and CPU have limits',
    from: 'staging',
    remedy: 'Set limits and reservations under deploy.resources.',
    over: services,
    rules: [
      'compose/memory-limit-missing',
      'compose/cpu-limit-missing',
      'compose/heap-above-memory-limit',
      'kubernetes/memory-limit-missing',
      'kubernetes/memory-request-missing',
      'kubernetes/cpu-request-missing',
      'kubernetes/heap-above-memory-limit',
    ],
  }),
  findingsClear({
    id: 'reliability/disruption',
    group,
    title: 'A node may go away without an outage',
    known: 'resolved',
    from: 'production',
    remedy: 'Run at least two replicas and add a PodDisruptionBudget that leaves one of them room.',
    over: manifests,
    rules: [
      'kubernetes/replicas-few',
      'kubernetes/disruption-budget-*',
      'kubernetes/autoscaler-*',
      'kubernetes/anti-affinity-missing',
    ],
  }),
  {
    id: 'reliability/drain',
    group,
    title: 'Services have time to end what they are at',
    known: 'parsed',
    from: 'production',
    remedy: 'Set stop_grace_period above zero.',
    judge(facts) {
      const all = composeServices(facts);
      if (all.length === 0) return absent('there is no service');
      const [hasty] = all.filter(({ stopGraceMs }) => stopGraceMs !== undefined && stopGraceMs.value < 1000);
      if (hasty?.stopGraceMs === undefined)
        return {
          outcome: 'pass',
          detail: `${count(all.length, 'service')} looked at`,
          evidence: fileLinks(facts.compose?.files ?? []),
        };
      return {
        outcome: 'fail',
        detail: `${hasty.name} is killed after ${hasty.stopGraceMs.value} ms`,
        limit: '>= 1s',
        evidence: [placeLink(facts, hasty.stopGraceMs.span)],
      };
    },
  },
  {
    id: 'reliability/lost-requests',
    group,
    title: 'No request is lost while a service is replaced',
    known: 'executed',
    from: 'dev',
    remedy: 'Let the service end what it has begun when it is told to stop; see docs/rollout.md.',
    judge(facts) {
      const names = namesOf('lost-requests/', facts);
      if (names.length === 0) return absent('nothing was replaced under load by this release');
      return worstOf(
        names.map((name) => measured(name, facts, Number.POSITIVE_INFINITY)),
        (amount) => `none lost in ${count(amount, 'replacement')}`,
      );
    },
  },
];

function unknown(detail: string): Judgement {
  return { outcome: 'unknown', detail, evidence: [] };
}

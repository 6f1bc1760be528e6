import { count } from '../../base/text.ts';
import { formatBytes, formatDuration } from '../../base/units.ts';
import { type Check, type Facts, fileLinks, type Judgement, readableRuns } from '../check.ts';
import { findingsClear, services } from '../findings-clear.ts';
import { measured, namesOf, worstOf } from '../measured.ts';
import { longestStep, runOf } from '../runs.ts';

const group = 'Performance';

/** A target that another verb measures as evidence of this name. */
function target(id: string, name: string, title: string, limit: string, remedy: string): Check {
  return {
    id,
    group,
    title,
    known: 'executed',
    from: 'production',
    remedy,
    judge: (facts) => ({ limit, ...measured(name, facts) }),
  };
}

export const performance: readonly Check[] = [
  {
    id: 'performance/load',
    group,
    title: 'The thresholds of every load test hold',
    known: 'executed',
    from: 'staging',
    remedy: 'Declare tests under load: in seaworthy.yaml and run seaworthy load.',
    judge(facts) {
      if (facts.load.length === 0)
        return { outcome: 'unknown', detail: 'no load test is declared', evidence: [] };
      const names = facts.load.flatMap((name) => [`load/${name}`, ...namesOf(`load/${name}/`, facts)]);
      return worstOf(
        names.map((name) => measured(name, facts)),
        (amount) => `${count(amount, 'measurement')} within limits`,
      );
    },
  },
  {
    id: 'performance/p95',
    group,
    title: 'The 95th percentile of answers is within its limit',
    known: 'executed',
    from: 'production',
    remedy: 'Run seaworthy load; find the slow part in its result.',
    judge(facts) {
      const limitMs = facts.project.settings?.kpis.p95Ms ?? 200;
      const limit = `<= ${formatDuration(limitMs)}`;
      const names = namesOf('load/', facts).filter((name) => !name.slice('load/'.length).includes('/'));
      if (names.length === 0)
        return { outcome: 'unknown', detail: 'no load was measured on this release', limit, evidence: [] };
      const judged = names.map((name): Judgement => {
        const one = measured(name, facts);
        const ms = Number.parseFloat(one.value ?? '');
        // Whether its own thresholds hold is another check's business.
        if (one.outcome === 'unknown' || Number.isNaN(ms)) return { ...one, outcome: 'unknown', limit };
        return { ...one, outcome: ms <= limitMs ? 'pass' : 'fail', limit };
      });
      return { ...worstOf(judged, (amount) => `within the limit in ${count(amount, 'load test')}`), limit };
    },
  },
  {
    id: 'performance/error-rate',
    group,
    title: 'Few requests fail under load',
    known: 'executed',
    from: 'production',
    remedy: 'Give a load test a threshold on error_rate, and run seaworthy load.',
    judge(facts) {
      const names = namesOf('load/', facts).filter((name) => /error_rate|http_req_failed/.test(name));
      if (names.length === 0)
        return { outcome: 'unknown', detail: 'no threshold on errors was measured', evidence: [] };
      return worstOf(
        names.map((name) => measured(name, facts)),
        (amount) => `${count(amount, 'threshold')} on errors held`,
      );
    },
  },
  {
    id: 'performance/use',
    group,
    title: 'Services use less than what they are given',
    known: 'executed',
    from: 'production',
    remedy: 'Raise the limit of the service, or find what it keeps.',
    judge(facts) {
      const names = namesOf('kpi/use/', facts);
      if (names.length === 0)
        return {
          outcome: 'unknown',
          detail: 'no use was measured on this release',
          limit: '<= 80 %',
          evidence: [],
        };
      return worstOf(
        names.map((name) => measured(name, facts)),
        (amount) => `${count(amount, 'service')} within their limits`,
      );
    },
  },
  target(
    'performance/setup',
    'kpi/setup',
    'The set-up of a rollout takes less than two minutes',
    '< 2m',
    'See what happens before the first start: reading, copying, pulling.',
  ),
  target(
    'performance/uptime',
    'kpi/uptime',
    'Of the requests of the load tests enough were answered well, over a minute or more',
    '>= 99.5 %',
    'Run seaworthy load for a minute or longer, and see which requests failed.',
  ),
  target(
    'performance/memory',
    'kpi/memory',
    'Memory of the stack is within its limit',
    '< 2 GiB',
    'Lower limits or take services out; the chart shows who uses it.',
  ),
  target(
    'performance/cpu',
    'kpi/cpu',
    'CPU in normal operation is within its limit',
    '< 50 %',
    'Find the service that works while nothing is asked of it.',
  ),
  target(
    'performance/images',
    'kpi/images',
    'Images take less disk than their limit',
    '< 1 GiB',
    'Use smaller bases and build in stages.',
  ),
  {
    id: 'performance/start',
    group,
    title: 'Every service is ready within ten seconds',
    known: 'executed',
    from: 'production',
    remedy: 'Let the service listen before it warms up, and shorten what it does at start.',
    judge(facts) {
      const run = runOf(facts.release, readableRuns(facts));
      const longest = run === undefined ? undefined : longestStep(run, 'gate');
      if (run === undefined || longest === undefined)
        return { outcome: 'unknown', detail: 'no journal tells of a start', limit: '< 10s', evidence: [] };
      return {
        outcome: longest.ms < 10_000 ? 'pass' : 'fail',
        detail: `${longest.step} took longest`,
        value: formatDuration(longest.ms),
        limit: '< 10s',
        at: run.state.ended?.at,
        evidence: [{ text: run.run, path: run.path }],
      };
    },
  },
  findingsClear({
    id: 'performance/budget-declared',
    group,
    title: 'Phases fit their budgets',
    known: 'resolved',
    from: 'dev',
    remedy: 'Lower reservations, raise the budget, or move a service to a later phase.',
    over: services,
    rules: ['project/phase-over-budget', 'project/limits-over-budget'],
  }),
  {
    id: 'performance/admitted',
    group,
    title: 'The plan of this release was admitted with its surge',
    known: 'resolved',
    from: 'dev',
    remedy: 'seaworthy plan shows the sum and ways out.',
    judge: admitted,
  },
  {
    id: 'performance/lost-nothing',
    group,
    title: 'No service was killed for memory',
    known: 'executed',
    from: 'staging',
    remedy: 'Raise the limit of the service, or find what it keeps.',
    judge(facts) {
      const killed = facts.runs.flatMap((run) =>
        run.records
          .filter((one) => one.event === 'failed' && /out of memory|oom/i.test(one.cause))
          .map((one) => ({ run, one })),
      );
      const own = killed.filter(({ run }) => run.state?.release === facts.release);
      const [first] = own;
      const latest = runOf(facts.release, readableRuns(facts));
      if (latest === undefined)
        return { outcome: 'unknown', detail: 'no journal tells of this release', evidence: [] };
      if (first === undefined)
        return {
          outcome: 'pass',
          detail: 'no such failure in the journals of this release',
          at: latest.state.ended?.at,
          evidence: [{ text: latest.run, path: latest.path }],
        };
      return {
        outcome: 'fail',
        detail: `run ${first.run.run} lost a service to memory`,
        evidence: [{ text: first.run.run, path: first.run.path }],
      };
    },
  },
];

function admitted({ plan, compose }: Facts): Judgement {
  if (plan === undefined) return { outcome: 'unknown', detail: 'there is no plan', evidence: [] };
  const sums = plan.phases.flatMap((phase) => phase.admissions.map((one) => ({ phase: phase.name, one })));
  const refused = sums.find(({ one }) => !one.admitted);
  const memory = sums.filter(({ one }) => one.resource === 'memory').at(-1);
  const evidence = fileLinks(compose?.files ?? []);
  if (refused !== undefined)
    return { outcome: 'fail', detail: `${refused.phase}: ${refused.one.sum}`, evidence };
  const value =
    memory === undefined ? undefined : formatBytes(memory.one.inUse + memory.one.requests + memory.one.surge);
  return {
    outcome: 'pass',
    detail: memory === undefined ? 'no budget is declared' : `${memory.phase}: ${memory.one.sum}`,
    value,
    limit: memory?.one.limit === undefined ? undefined : `<= ${formatBytes(memory.one.limit)}`,
    evidence,
  };
}

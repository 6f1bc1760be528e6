import { count } from '../../base/text.ts';
import { formatDuration } from '../../base/units.ts';
import { isAtLeast } from '../../model/finding.ts';
import { absent, type Check, fileLinks, placeLink, readableRuns } from '../check.ts';
import { everything, findingsClear, pipelines } from '../findings-clear.ts';
import { measured, namesOf, worstOf } from '../measured.ts';
import { lastedMs, runOf } from '../runs.ts';

const group = 'Delivery';

export const delivery: readonly Check[] = [
  {
    id: 'delivery/review',
    group,
    title: 'No open finding of severity high or critical',
    known: 'resolved',
    from: 'dev',
    remedy:
      'seaworthy review lists them, seaworthy fix mends many; waive what must stay, with owner and end.',
    judge(facts) {
      const open = facts.findings.filter(
        (one) => one.waived === undefined && isAtLeast(one.severity, 'high'),
      );
      const waived = facts.findings.filter(
        (one) => one.waived !== undefined && isAtLeast(one.severity, 'high'),
      ).length;
      const [first] = open;
      const lived = waived === 0 ? '' : `, ${waived} waived`;
      if (first === undefined)
        return {
          outcome: 'pass',
          detail: `none open${lived}`,
          value: '0 findings',
          limit: '0 findings',
          evidence: fileLinks(everything.of(facts).files),
        };
      const more = open.length > 1 ? `, and ${open.length - 1} more` : '';
      return {
        outcome: 'fail',
        detail: `${first.rule}: ${first.message}${more}`,
        value: count(open.length, 'finding'),
        limit: '0 findings',
        evidence: open.slice(0, 5).map(({ at }) => placeLink(facts, at)),
      };
    },
  },
  {
    id: 'delivery/smoke',
    group,
    title: 'The functional checks pass on this release',
    known: 'executed',
    from: 'dev',
    remedy: 'Declare checks under smoke: in seaworthy.yaml and run seaworthy smoke.',
    judge(facts) {
      if (facts.smoke.length === 0)
        return { outcome: 'unknown', detail: 'no smoke checks are declared', evidence: [] };
      // Those that follow from the stack are not declared, and count where they were measured.
      const names = new Set([...facts.smoke.map((name) => `smoke/${name}`), ...namesOf('smoke/', facts)]);
      return worstOf(
        [...names].map((name) => measured(name, facts)),
        (amount) => `${count(amount, 'check')} passed`,
      );
    },
  },
  findingsClear({
    id: 'delivery/tested',
    group,
    title: 'What is deployed was tested first',
    known: 'resolved',
    from: 'staging',
    remedy: 'Let the deploying job need the tests, and run the tests of every service.',
    over: pipelines,
    rules: [
      'ci/deploy-without-tests',
      'ci/deploy-despite-failure',
      'ci/service-tests-not-run',
      'ci/tested-runtime-differs',
      'ci/service-version-differs',
      'ci/stack-not-awaited',
    ],
  }),
  findingsClear({
    id: 'delivery/image-chain',
    group,
    title: 'The image that is deployed is the one that was built',
    known: 'resolved',
    from: 'staging',
    remedy: 'Deploy the tag that the pipeline pushes.',
    over: pipelines,
    rules: [
      'ci/deployed-image-not-built',
      'ci/deployed-tag-not-built',
      'ci/build-file-missing',
      'ci/build-target-missing-in-workflow',
      'ci/named-file-missing',
    ],
  }),
  findingsClear({
    id: 'delivery/scanned',
    group,
    title: 'A scan that finds something stops the pipeline',
    from: 'production',
    remedy: 'Let the scanner exit with an error.',
    over: pipelines,
    rules: ['ci/scan-never-fails', 'ci/gate-cannot-fail'],
  }),
  findingsClear({
    id: 'delivery/documented',
    group,
    title: 'What the documents tell people to type works',
    known: 'resolved',
    from: 'staging',
    remedy: 'Correct the command, file, service or port in the document.',
    over: everything,
    rules: ['project/document-*'],
  }),
  {
    id: 'delivery/claims',
    group,
    title: 'What the listed reports claim is true',
    known: 'resolved',
    from: 'dev',
    remedy: 'Correct the sentence, or what it speaks of; report --check-claims shows all of a file.',
    judge({ claims = [] }) {
      if (claims.length === 0) return absent('no claims are listed in the settings');
      const all = claims.flatMap((one) => one.claims.map((claim) => ({ file: one.file, claim })));
      const wrong = all.filter(({ claim }) => claim.word === 'false' || claim.word === 'partly');
      const open = all.filter(({ claim }) => claim.word === 'not-checkable');
      const worst = wrong.find(({ claim }) => claim.word === 'false') ?? wrong[0] ?? open[0];
      const evidence = fileLinks(claims.map(({ file }) => file));
      if (worst === undefined)
        return { outcome: 'pass', detail: `${count(all.length, 'claim')} hold`, evidence };
      return {
        outcome: worst.claim.word === 'false' ? 'fail' : 'unknown',
        detail: `“${worst.claim.text}” is ${worst.claim.word}: ${worst.claim.because}`,
        value: `${all.length - wrong.length - open.length} of ${all.length}`,
        evidence: [{ text: `${worst.file}:${worst.claim.line}`, path: worst.file }],
      };
    },
  },
  {
    id: 'delivery/rollback',
    group,
    title: 'There is a release to go back to',
    known: 'executed',
    from: 'production',
    remedy: 'Roll a second release out, so that the first can be gone back to.',
    judge(facts) {
      const earlier = readableRuns(facts).filter(
        ({ state }) =>
          state.release !== facts.release && state.kind === 'up' && state.ended?.outcome === 'done',
      );
      const last = earlier.at(-1);
      if (last === undefined)
        return { outcome: 'unknown', detail: 'no earlier release was rolled out here', evidence: [] };
      return {
        outcome: 'pass',
        detail: `${last.state.release.slice(0, 8)} of run ${last.run}`,
        at: last.state.ended?.at,
        evidence: [{ text: last.run, path: last.path }],
      };
    },
  },
  {
    id: 'delivery/no-drift',
    group,
    title: 'The last run ended, and nothing is half done',
    known: 'executed',
    from: 'dev',
    remedy: 'seaworthy resume finishes the run, seaworthy rollback undoes it.',
    judge(facts) {
      const last = facts.runs.at(-1);
      if (last === undefined)
        return { outcome: 'unknown', detail: 'nothing has been rolled out yet', evidence: [] };
      const evidence = [{ text: last.run, path: last.path }];
      if (last.problem !== undefined || last.state === undefined)
        return { outcome: 'unknown', detail: last.problem ?? `run ${last.run} left no record`, evidence };
      if (last.state.ended === undefined)
        return { outcome: 'fail', detail: `run ${last.run} was interrupted`, evidence };
      const isGood =
        last.state.ended.outcome === 'done' ||
        last.state.ended.outcome === 'rolled-back' ||
        last.state.ended.outcome === 'undone';
      return {
        outcome: isGood ? 'pass' : 'fail',
        detail: `run ${last.run} ended: ${last.state.ended.outcome}`,
        at: last.state.ended.at,
        evidence,
      };
    },
  },
  {
    id: 'delivery/duration',
    group,
    title: 'A rollout takes less than three minutes',
    known: 'executed',
    from: 'staging',
    remedy: 'Shorten the slowest chain of starts and gates; the timeline shows it.',
    judge(facts) {
      const run = runOf(facts.release, readableRuns(facts));
      if (run === undefined)
        return { outcome: 'unknown', detail: 'no journal tells of the rollout', limit: '< 3m', evidence: [] };
      const ms = lastedMs(run);
      return {
        outcome: ms < 180_000 ? 'pass' : 'fail',
        detail: `run ${run.run} took ${formatDuration(ms)}`,
        value: formatDuration(ms),
        limit: '< 3m',
        at: run.state.ended?.at,
        evidence: [{ text: run.run, path: run.path }],
      };
    },
  },
  {
    id: 'delivery/pipeline',
    group,
    title: 'Delivery is automated',
    known: 'parsed',
    from: 'production',
    remedy: 'Add a pipeline; seaworthy generate ci writes one.',
    judge(facts) {
      const { amount, files } = pipelines.of(facts);
      if (amount > 0)
        return { outcome: 'pass', detail: count(amount, 'pipeline'), evidence: fileLinks(files) };
      return facts.artifacts.length === 0
        ? absent('there are no files')
        : {
            outcome: 'fail',
            detail: 'no pipeline was found',
            evidence: [{ text: 'project folder', path: '.' }],
          };
    },
  },
];

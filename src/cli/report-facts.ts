// What a report rests on, gathered: files, findings, journals, evidence, and what runs now.
import { lineStarts, positionAt, type Span } from '../base/span.ts';
import { latestSeen, markSeen } from '../journal/sign-off-store.ts';
import type { StateStore } from '../journal/store.ts';
import { type Profile, profiles, type Report } from '../model/readiness.ts';
import { type Observed, replicasWanted } from '../model/unit.ts';
import { readProject } from '../read/project.ts';
import type { Facts, RunSummary, ServiceState } from '../readiness/check.ts';
import { clockProblemOf, verdictOf } from '../readiness/verdict.ts';
import { review } from '../review/run.ts';
import { currentRelease, readRun } from '../rollout/history.ts';
import { claimFactsOf, settingClaims } from './claim-facts.ts';
import { choice } from './flags.ts';
import { openForDeploy } from './project.ts';
import { openEngine, requireStack } from './stack.ts';
import type { VerbContext } from './verb.ts';

const dayMs = 86_400_000;

export interface MadeReport {
  readonly report: Report;
  readonly facts: Facts;
  readonly store: StateStore;
  readonly folder: string;
  readonly stateFolder: string;
  readonly observed: readonly Observed[];
}

/** Looks at everything and judges it. */
export async function makeReport(context: VerbContext): Promise<MadeReport> {
  const { folder, stateFolder, engineName, name, store } = requireStack(context);
  const { project } = await openForDeploy(context, folder);
  const files = project.stacks.flatMap((stack) => stack.files);
  const reviewing = await readProject({
    root: folder,
    scope: 'review',
    processEnv: context.env,
    composeFiles: files,
  });
  const reviewed = review(reviewing);
  const engine = await openEngine(context, engineName, name, stateFolder, store);
  try {
    const observed = await engine.observe(new AbortController().signal);
    const now = context.clock.now();
    const current = currentRelease(store);
    const evidence = store.evidence();
    const runs = store.runs().map((entry) => summaryOf(entry.run, readRun(store, entry)));
    const times = [
      latestSeen(stateFolder),
      ...evidence.records.map(({ at, doubt }) => (doubt === undefined ? at : undefined)),
      ...runs.map(({ state }) => state?.lastAt),
      ...store.releases().map(({ at }) => at),
    ];
    const settings = project.settings;
    const facts: Facts = {
      stack: name,
      now,
      release: current?.hash,
      plan: current === undefined ? undefined : store.release(current.number)?.plan,
      services: serviceStates(store, observed),
      findings: reviewed.findings,
      artifacts: reviewed.artifacts,
      project: reviewing,
      compose: reviewing.stacks[0],
      evidence,
      smoke: (settings?.smoke ?? []).map((check) => check.name),
      load: (settings?.load ?? []).map((test) => test.name),
      claims: undefined,
      runs,
      maxAgeMs: settings?.readiness.maxAgeMs ?? dayMs,
      clockProblem: clockProblemOf(now, times),
      place: placeIn(reviewed.texts),
    };
    const options = {
      profile: profileOf(context, settings?.readiness.profile),
      waivers: settings?.readiness.waivers ?? [],
    };
    const listed = (settings?.claims ?? []).map(({ value }) => value);
    const first = listed.length === 0 ? [] : verdictOf(facts, options).lines;
    const claims = settingClaims(listed, folder, claimFactsOf(reviewing, first));
    const report = verdictOf({ ...facts, claims }, options);
    if (facts.clockProblem === undefined) markSeen(stateFolder, now);
    return { report, facts, store, folder, stateFolder, observed };
  } finally {
    await engine.close();
  }
}

/** The flag, the environment of that name, the settings; a stack that says nothing is one of development. */
function profileOf(context: VerbContext, setting: Profile | undefined): Profile {
  const environment = context.flags.text('env');
  return (
    choice(context.flags, 'for', profiles) ?? profiles.find((one) => one === environment) ?? setting ?? 'dev'
  );
}

function placeIn(texts: ReadonlyMap<string, { readonly text: string }>): (at: Span) => string {
  return (at) => {
    const { line } = positionAt(lineStarts(texts.get(at.file)?.text ?? ''), at.start);
    return `${at.file}:${line}`;
  };
}

function summaryOf(run: string, { records, state, problem }: ReturnType<typeof readRun>): RunSummary {
  return { run, path: `runs/${run}/journal.jsonl`, records, state, problem: problem?.message };
}

/** Each service of the current releases, as it is now. */
function serviceStates(store: StateStore, observed: readonly Observed[]): readonly ServiceState[] {
  return Object.entries(store.current()).flatMap(([service, number]): ServiceState[] => {
    const plan = store.release(number)?.plan;
    const wanted = plan?.wanted[service];
    if (plan === undefined || wanted === undefined) return [];
    const weak = wanted.gate.weak;
    const skipped = plan.phases
      .flatMap((phase) => phase.services)
      .find((one) => one.service === service && one.change === 'skip');
    if (skipped !== undefined)
      return [{ service, state: 'skipped', detail: `left out: ${skipped.because}`, weak: false }];
    const all = observed.filter((one) => one.service === service && one.config === wanted.config);
    const replicas = replicasWanted(wanted);
    if (replicas === 0) return [{ service, state: 'skipped', detail: 'none of it is wanted', weak: false }];
    // Of several the one that is worst off tells how it stands.
    const own = all.find((one) => !isUp(one)) ?? all[0];
    if (own !== undefined && all.length < replicas)
      return [{ service, state: 'down', detail: `${all.length} of ${replicas} run`, weak }];
    if (own === undefined) return [{ service, state: 'down', detail: 'it does not run', weak }];
    if (own.oneShot)
      return [
        {
          service,
          state: own.exitCode === 0 ? 'completed' : 'down',
          detail: `ended with ${own.exitCode ?? own.signal}`,
          weak: false,
        },
      ];
    const up = isUp(own);
    const detail = up
      ? `${own.instance} up since ${own.startedAt}, ${own.restarts} restarts, gate ${wanted.gate.from}`
      : `${own.instance} ${own.state}`;
    return [{ service, state: up ? 'up' : 'down', detail, weak }];
  });
}

function isUp({ state, oneShot, exitCode }: Observed): boolean {
  return oneShot ? exitCode === 0 : state === 'running' || state === 'starting';
}

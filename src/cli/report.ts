import { exitCodes } from '../base/errors.ts';
import type { StateStore } from '../journal/store.ts';
import type { Observed } from '../model/unit.ts';
import { plain } from '../output/paint.ts';
import { reportJson, reportMarkdown, reportText } from '../output/report.ts';
import { readProject } from '../read/project.ts';
import type { ServiceState } from '../readiness/verdict.ts';
import { verdictOf } from '../readiness/verdict.ts';
import { review } from '../review/run.ts';
import { currentRelease } from '../rollout/history.ts';
import { choice, engineOptions, projectOptions } from './flags.ts';
import { openForDeploy } from './project.ts';
import { openEngine, requireStack } from './stack.ts';
import type { Verb } from './verb.ts';

const dayMs = 86_400_000;

export const verb: Verb = {
  name: 'report',
  usage: 'report [FLAGS]',
  about: 'READY, NOT READY or UNKNOWN, line by line from findings, gates, smoke checks and what runs now.',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'text (default), json or md' },
    ...projectOptions,
    ...engineOptions,
  },
  examples: [
    ['seaworthy report --format md', 'the verdict as Markdown; exit 10 when not ready, 11 when only unknown'],
  ],
  async run(context) {
    const { folder, stateFolder, engineName, name, store } = requireStack(context);
    const { project } = await openForDeploy(context, folder);
    const files = project.stacks.flatMap((stack) => stack.files);
    const reviewed = review(
      await readProject({ root: folder, scope: 'review', processEnv: context.env, composeFiles: files }),
    );
    const engine = await openEngine(context, engineName, name, stateFolder, store);
    try {
      const observed = await engine.observe(new AbortController().signal);
      const report = verdictOf({
        stack: name,
        now: context.clock.now(),
        release: currentRelease(store)?.hash,
        services: serviceStates(store, observed),
        findings: reviewed.findings,
        notUnderstood: reviewed.artifacts
          .filter((one) => one.understood === 'no' && one.kind !== 'other')
          .map((one) => one.file),
        evidence: store.evidence().records,
        smoke: (project.settings?.smoke ?? []).map((check) => check.name),
        maxAgeMs: dayMs,
      });
      const format = choice(context.flags, 'format', ['text', 'json', 'md']) ?? 'text';
      const { stdout, paint } = context.terminal;
      stdout.write(
        format === 'json'
          ? reportJson(report)
          : format === 'md'
            ? reportMarkdown(report)
            : reportText(report, paint ?? plain),
      );
      if (report.verdict === 'READY') return exitCodes.ok;
      return report.verdict === 'NOT READY' ? exitCodes.notReady : exitCodes.unknown;
    } finally {
      await engine.close();
    }
  },
};

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
    const own = observed.find((one) => one.service === service && one.config === wanted.config);
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
    const up = own.state === 'running' || own.state === 'starting';
    const detail = up
      ? `${own.instance} up since ${own.startedAt}, ${own.restarts} restarts, gate ${wanted.gate.from}`
      : `${own.instance} ${own.state}`;
    return [{ service, state: up ? 'up' : 'down', detail, weak }];
  });
}

import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { printableLine } from '../base/text.ts';
import { isAtLeast, severities } from '../model/finding.ts';
import { type ReadOptions, readProject, realRoot } from '../read/project.ts';
import { grouped } from '../review/group.ts';
import type { ReviewResult } from '../review/result.ts';
import type { ReviewOptions } from '../review/run.ts';
import { choice, projectOptions } from './flags.ts';
import { reviewReading } from './reading.ts';
import { baselineOf, baselineOptions, tellBaseline } from './review-baseline.ts';
import { cached } from './review-cache.ts';
import { outputOf, pathFromHere, type ReviewOutput, reviewOutputs, writeReview } from './review-output.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'review',
  usage: 'review [PATH...] [FLAGS]',
  about:
    'Finds the deployment files below a folder and reports what will not build, start or hold. Runs nothing.',
  options: {
    rule: {
      type: 'string',
      multiple: true,
      value: 'ID',
      help: 'only this rule (repeatable); ids of other tools work too',
    },
    severity: { type: 'string', value: 'LEVEL', help: 'show findings from this severity on' },
    preset: { type: 'string', value: 'NAME', help: 'recommended (default) or strict' },
    'fail-on': { type: 'string', value: 'LEVEL', help: 'severity that makes the exit code 3 (default high)' },
    strict: { type: 'boolean', help: 'files that cannot be understood fail too' },
    verbose: { type: 'boolean', short: 'v', help: 'every source line, waived findings, folders left out' },
    helm: { type: 'boolean', help: 'render charts with the helm on PATH; nothing is run without it' },
    'changed-since': {
      type: 'string',
      value: 'REV',
      help: 'only what changes since this commit, tag or branch brought in',
    },
    watch: { type: 'boolean', help: 'again after each change: what came and what went; Ctrl-C ends it' },
    ...baselineOptions,
    'no-cache': { type: 'boolean', help: 'read and judge everything anew, and keep nothing' },
    ...projectOptions,
    output: { type: 'string', short: 'o', value: 'FORMAT', help: reviewOutputs.join(', ') },
    json: { type: 'boolean', help: 'the same as --output json' },
    'output-file': { type: 'string', value: 'FILE', help: 'write the output there instead of printing it' },
  },
  examples: [
    ['seaworthy review', 'reviews the folder you are in'],
    ['seaworthy review --severity high --json compose.yaml', 'one file, as JSON for scripts'],
    [
      'seaworthy review --changed-since main',
      'what a branch brings in, and what is dangerous in the change itself',
    ],
    ['seaworthy review -o sarif --output-file review.sarif', 'for code scanning'],
  ],
  async run(context) {
    const { flags, terminal } = context;
    const output = outputOf(context);
    const failOn = choice(flags, 'fail-on', severities) ?? 'high';
    const preset = choice(flags, 'preset', ['recommended', 'strict']) ?? 'recommended';
    const minimum = choice(flags, 'severity', severities);
    const rules = flags.list('rule');
    const reading = reviewReading(context);
    const root = realRoot(reading.root);
    const comparison = await comparisonOf(context, reading);
    const baseline = baselineOf(context, root);
    const options: ReviewOptions = {
      preset,
      failOn,
      failOnUnknown: flags.is('strict'),
      today: context.clock.now().toISOString().slice(0, 10),
      ...(baseline === undefined ? {} : { baseline }),
      ...(rules.length === 0 ? {} : { rules }),
    };
    if (flags.is('watch')) {
      refuseBesideWatch(context, output);
      const { watchReview } = await import('./review-watch.ts');
      const once = () => comparison?.review(options) ?? reviewed(reading, options);
      return watchReview(context, { folder: pathFromHere(context, root), review: once });
    }
    // A baseline is of single findings; all else is told of them in groups, and only these are kept.
    const isWhole = comparison !== undefined || flags.is('write-baseline');
    const whole = isWhole ? await (comparison?.review(options) ?? reviewed(reading, options)) : undefined;
    const about = { root, reading, options: { ...options, baseline: [...(baseline ?? [])] } };
    const result =
      whole === undefined
        ? await cached(context, about, async () => grouped(await reviewed(reading, options)))
        : grouped(whole);
    if (result.artifacts.length === 0) {
      throw new SeaworthyError('NO_PROJECT', `no deployment files below ${root}`, {
        hint: 'Name a folder that holds compose files, Dockerfiles, manifests or env files.',
      });
    }
    const shown = {
      ...result,
      findings: result.findings.filter(
        ({ severity }) => minimum === undefined || isAtLeast(severity, minimum),
      ),
    };
    await writeReview(context, root, shown, output);
    comparison?.tell(result);
    tellBaseline(context, root, whole ?? result);
    for (const failure of result.failures) {
      const said = `error: rule ${failure.rule} failed on ${failure.object}: ${failure.message}`;
      terminal.stderr.write(`${printableLine(said)}\n`);
    }
    if (result.failures.length > 0) return exitCodes.internal;
    return result.refused && !flags.is('write-baseline') ? exitCodes.refused : exitCodes.ok;
  },
};

/** @throws SeaworthyError USAGE */
function refuseBesideWatch({ flags }: VerbContext, { format, file }: ReviewOutput): void {
  const [other] = [
    flags.is('write-baseline') ? '--write-baseline' : undefined,
    flags.text('severity') === undefined ? undefined : '--severity',
    file === undefined ? undefined : '--output-file',
    format === 'text' ? undefined : `--output ${format}`,
  ].filter((flag) => flag !== undefined);
  if (other === undefined) return;
  throw new SeaworthyError('USAGE', `--watch prints text for people, so that ${other} does not go with it`, {
    hint: 'Run the review without --watch for that.',
  });
}

/** Nothing of a review is loaded where its result is in the cache. */
async function reviewed(reading: ReadOptions, options: ReviewOptions): Promise<ReviewResult> {
  const { reviewByNeed } = await import('../review/by-need.ts');
  return reviewByNeed(await readProject(reading), options);
}

/** The other side of `--changed-since`; git is asked for only then. */
async function comparisonOf(context: VerbContext, reading: ReadOptions) {
  if (context.flags.text('changed-since') === undefined) return undefined;
  const { projectSince, revisionOf, tellSince } = await import('./review-since.ts');
  const revision = revisionOf(context, reading.root);
  return {
    async review(options: ReviewOptions): Promise<ReviewResult> {
      const { review } = await import('../review/run.ts');
      const project = await readProject(reading);
      const since = await projectSince(revision, project, reading);
      try {
        return review(project, { ...options, since: since.project });
      } finally {
        since.close();
      }
    },
    tell: (result: ReviewResult) => tellSince(context, result, revision),
  };
}

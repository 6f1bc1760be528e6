import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { severities } from '../model/finding.ts';
import { grouped } from '../review/group.ts';
import { review } from '../review/run.ts';
import { choice, projectOptions } from './flags.ts';
import { openForReview } from './project.ts';
import { baselineOf, baselineOptions, tellBaseline } from './review-baseline.ts';
import { outputOf, reviewOutputs, writeReview } from './review-output.ts';
import type { Verb } from './verb.ts';

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
    ...baselineOptions,
    ...projectOptions,
    output: { type: 'string', short: 'o', value: 'FORMAT', help: reviewOutputs.join(', ') },
    json: { type: 'boolean', help: 'the same as --output json' },
    'output-file': { type: 'string', value: 'FILE', help: 'write the output there instead of printing it' },
  },
  examples: [
    ['seaworthy review', 'reviews the folder you are in'],
    ['seaworthy review --severity high --json compose.yaml', 'one file, as JSON for scripts'],
    ['seaworthy review -o sarif --output-file review.sarif', 'for code scanning'],
  ],
  async run(context) {
    const { flags, terminal } = context;
    const output = outputOf(context);
    const failOn = choice(flags, 'fail-on', severities) ?? 'high';
    const preset = choice(flags, 'preset', ['recommended', 'strict']) ?? 'recommended';
    const minimum = choice(flags, 'severity', severities);
    const rules = flags.list('rule');
    const project = await openForReview(context);
    const baseline = baselineOf(context, project.root);
    const result = review(project, {
      preset,
      failOn,
      failOnUnknown: flags.is('strict'),
      today: context.clock.now().toISOString().slice(0, 10),
      ...(baseline === undefined ? {} : { baseline }),
      ...(rules.length === 0 ? {} : { rules }),
    });
    if (result.artifacts.length === 0) {
      throw new SeaworthyError('NO_PROJECT', `no deployment files below ${project.root}`, {
        hint: 'Name a folder that holds compose files, Dockerfiles, manifests or env files.',
      });
    }
    const told = grouped(result);
    const shown = {
      ...told,
      findings:
        minimum === undefined
          ? told.findings
          : told.findings.filter((one) => severities.indexOf(one.severity) <= severities.indexOf(minimum)),
    };
    await writeReview(context, project.root, shown, output);
    tellBaseline(context, project.root, result, baseline);
    for (const failure of result.failures) {
      terminal.stderr.write(`error: rule ${failure.rule} failed on ${failure.object}: ${failure.message}\n`);
    }
    if (result.failures.length > 0) return exitCodes.internal;
    return result.refused && !flags.is('write-baseline') ? exitCodes.refused : exitCodes.ok;
  },
};

import { exitCodes } from '../base/errors.ts';
import { severities } from '../model/finding.ts';
import { table } from '../output/table.ts';
import { ruleName } from '../rules/rule.ts';
import { explainRule } from './explain.ts';
import { outputOptions, wantsJson } from './flags.ts';
import { allRules, ruleJson } from './rule-lookup.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'rules',
  usage: 'rules [ID] [FLAGS]',
  about: 'Lists the rules of review; with an ID it does what explain does.',
  options: outputOptions,
  examples: [
    ['seaworthy rules', 'every rule, the gravest first'],
    ['seaworthy rules hadolint:DL3002', 'the rule that this id of another tool stands for'],
  ],
  async run(context) {
    const { flags, terminal, positionals } = context;
    const [asked] = positionals;
    if (asked !== undefined) return explainRule(context, asked);
    const sorted = allRules.toSorted(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (ruleName(a) < ruleName(b) ? -1 : 1),
    );
    if (wantsJson(flags)) terminal.stdout.write(`${JSON.stringify(sorted.map(ruleJson), null, 2)}\n`);
    else {
      const rows = sorted.map((rule) => [rule.severity, ruleName(rule), rule.title]);
      terminal.stdout.write(`${table(rows).join('\n')}\n`);
    }
    return exitCodes.ok;
  },
};

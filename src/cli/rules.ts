import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { severities } from '../model/finding.ts';
import { table } from '../output/table.ts';
import { rules } from '../rules/index.generated.ts';
import { ruleName } from '../rules/rule.ts';
import { outputOptions, wantsJson } from './flags.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'rules',
  usage: 'rules [ID] [FLAGS]',
  about: 'Lists the rules of review, or explains one. Ids of other tools are found too.',
  options: outputOptions,
  examples: [['seaworthy rules hadolint:DL3002', 'the rule that this id of another tool stands for']],
  async run({ flags, terminal, positionals }) {
    const [asked] = positionals;
    const sorted = [...rules].sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (ruleName(a) < ruleName(b) ? -1 : 1),
    );
    const chosen =
      asked === undefined
        ? sorted
        : sorted.filter(
            (rule) => ruleName(rule) === asked || rule.id === asked || rule.aliases.includes(asked),
          );
    if (chosen.length === 0) {
      const guess = nearest(asked ?? '', rules.map(ruleName));
      throw new SeaworthyError('USAGE', `there is no rule ${asked}`, {
        hint: guess === undefined ? 'seaworthy rules lists them.' : `Did you mean ${guess}?`,
      });
    }
    if (wantsJson(flags)) {
      const plain = chosen.map(({ check: _check, examples: _examples, ...rest }) => ({
        ...rest,
        rule: ruleName(rest),
      }));
      terminal.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
    } else if (asked === undefined) {
      const rows = chosen.map((rule) => [rule.severity, ruleName(rule), rule.title]);
      terminal.stdout.write(`${table(rows).join('\n')}\n`);
    } else {
      for (const rule of chosen) {
        terminal.stdout.write(
          `${terminal.paint.bold(ruleName(rule))}  ${rule.severity}\n${rule.title}.\n${rule.why}\n${rule.fix}\n`,
        );
        if (rule.aliases.length > 0) terminal.stdout.write(`Also known as ${rule.aliases.join(', ')}\n`);
        for (const reference of rule.references) terminal.stdout.write(`${reference}\n`);
      }
    }
    return exitCodes.ok;
  },
};

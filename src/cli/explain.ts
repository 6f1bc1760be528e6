import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { ruleText } from '../output/rule-text.ts';
import { ruleName } from '../rules/rule.ts';
import { outputOptions, wantsJson } from './flags.ts';
import { ruleJsonWhole, rulesNamed } from './rule-lookup.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'explain',
  usage: 'explain ID [FLAGS]',
  about:
    'What a rule finds, why it matters, what to do, with an example. Ids of other tools work: DL3008, CKV_K8S_16, DS-0002.',
  options: outputOptions,
  examples: [
    ['seaworthy explain compose/dependency-without-healthcheck', 'a rule that a review named'],
    ['seaworthy explain DL3008', 'the rule that this id of hadolint stands for'],
  ],
  async run(context) {
    const [asked, more] = context.positionals;
    if (asked === undefined || more !== undefined) {
      throw new SeaworthyError('USAGE', 'explain takes one rule', {
        hint: 'Name it as a review does: seaworthy explain compose/image-tag-floating.',
      });
    }
    return explainRule(context, asked);
  },
};

/** Also what `rules ID` does. */
export async function explainRule({ flags, terminal }: VerbContext, asked: string): Promise<ExitCode> {
  const { examples } = await import('../rules/examples.ts');
  const found = rulesNamed(asked).map((rule) => ({
    ...rule,
    examples: examples[ruleName(rule)] ?? rule.examples,
  }));
  terminal.stdout.write(
    wantsJson(flags)
      ? `${JSON.stringify(found.map(ruleJsonWhole), null, 2)}\n`
      : found.map((rule) => ruleText(rule, terminal.paint)).join('\n'),
  );
  return exitCodes.ok;
}

// `rules` and `overrides` of the settings: rules switched off, or weighed otherwise.
import { severities } from '../../model/finding.ts';
import type { RuleSetting } from '../../model/settings.ts';
import { choice, flag, text } from './scalars.ts';
import { described, keyed, list, named, placed, type Shape } from './shape.ts';

const ruleChoice = choice('off', ...severities);
const ruleKeys = keyed({ severity: choice(...severities), off: flag });

/** `off`, a severity, or `{ severity: high }`. */
const rule: Shape<Omit<RuleSetting, 'span'>> = {
  schema: { anyOf: [ruleChoice.schema, ruleKeys.schema] },
  read(node, path, problems) {
    if (node.kind === 'map') {
      const keys = ruleKeys.read(node, path, problems);
      return { off: keys?.off === true, severity: keys?.severity };
    }
    if (node.kind === 'scalar' && node.value === false) return { off: true, severity: undefined };
    const word = ruleChoice.read(node, path, problems);
    if (word === undefined) return undefined;
    return word === 'off' ? { off: true, severity: undefined } : { off: false, severity: word };
  },
};

/** By the name of a rule, with the place of the name: whether there is such a rule is found out later. */
export const ruleTable: Shape<ReadonlyMap<string, RuleSetting>> = {
  schema: named(rule).schema,
  read(node, path, problems) {
    const read = named(rule).read(node, path, problems);
    const entries = node.kind === 'map' ? node.entries : [];
    const spans = new Map(entries.map(({ key }) => [key.text, key.span]));
    return (
      read &&
      new Map([...read].map(([name, one]) => [name, { ...one, span: spans.get(name) ?? node.span }] as const))
    );
  },
};

export const override = keyed({
  files: described(
    'Patterns as in .gitignore, relative to this file; a leading ! takes files out again',
    list(placed(text)),
  ),
  rules: described('Rules to switch off or weigh otherwise in these files', ruleTable),
});

export type OverrideKeys = NonNullable<ReturnType<typeof override.read>>;

// Help texts, from the verb table and the option tables.
import type { OptionSpecs, Verb } from './verb.ts';
import type { VerbEntry } from './verbs.ts';

export function generalHelp(verbs: readonly VerbEntry[], version: string): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length)) + 2;
  const lines = verbs.map((verb) => `  ${verb.name.padEnd(width)}${verb.summary}`);
  return [
    `seaworthy ${version}: review, plan, roll out and verify a multi-service deployment`,
    '',
    'Usage: seaworthy VERB [FLAGS]',
    '',
    ...lines,
    '',
    'Start with `seaworthy review` in a repository. `seaworthy VERB --help` has flags and an example.',
    '',
  ].join('\n');
}

export function verbHelp(verb: Verb, options: OptionSpecs): string {
  const rows = Object.entries(options)
    .filter(([, spec]) => spec.hidden !== true)
    .map(([name, spec]) => {
      const short = spec.short === undefined ? '    ' : `-${spec.short}, `;
      const value = spec.value === undefined ? '' : ` ${spec.value}`;
      return [`  ${short}--${name}${value}`, spec.help] as const;
    });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return [
    `Usage: seaworthy ${verb.usage}`,
    '',
    verb.about,
    '',
    'Flags:',
    ...rows.map(([left, right]) => `${left.padEnd(width)}${right}`),
    '',
    verb.examples.length === 1 ? 'Example:' : 'Examples:',
    ...verb.examples.flatMap(([command, does]) => [`  $ ${command}`, `      ${does}`]),
    '',
  ].join('\n');
}

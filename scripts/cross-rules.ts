// Which rules of our own look at several artifacts at once, told by what their examples need.
import { type Rule, ruleName } from '../src/rules/rule.ts';
import { runExample } from './example.ts';

type Examined = Parameters<typeof runExample>[0] & Pick<Rule, 'aliases' | 'examples'>;

/** Names of the rules that no other tool has and whose finding no single file shows, sorted. */
export async function crossArtifactRules(rules: readonly Examined[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const rule of rules) {
    if (rule.aliases.length === 0 && (await needsSeveralFiles(rule))) names.push(ruleName(rule));
  }
  return names.sort();
}

/** True when a bad example loses a finding once only its own file is left, or when a finding points into another file. */
async function needsSeveralFiles(rule: Examined): Promise<boolean> {
  for (const { kind, files, at, before } of rule.examples) {
    // Two states of one file are no two artifacts.
    if (kind === 'good' || before !== undefined || Object.keys(files).length < 2) continue;
    const { findings } = (await runExample(rule, { files })).result;
    if (findings.some((finding) => finding.related.some((one) => one.at.file !== finding.at.file)))
      return true;
    for (const place of at) {
      const file = place.replace(/:\d+:\d+$/, '');
      const alone = await runExample(rule, { files: { [file]: files[file] ?? '' } });
      if (!alone.places.includes(place)) return true;
    }
  }
  return false;
}

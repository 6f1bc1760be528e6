// Files that steer bots and hooks: Dependabot and pre-commit.
// Sources: https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference
// and https://pre-commit.com/#pre-commit-configyaml---repos
import { type Located, located, type Span } from '../../base/span.ts';
import type { Dependabot, PreCommit } from '../../model/ci.ts';
import { entryOf, isList, isMap, isScalar, readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { nodeAt } from './fields.ts';

export function dependabotOf(file: string, source: string): Dependabot {
  const { documents, problems } = readYaml(file, source);
  const updates = nodeAt(documents[0]?.root, 'updates');
  return {
    file,
    updates: itemsOf(updates).map((item) => ({
      span: item.span,
      ecosystem: wordOf(item, 'package-ecosystem'),
      cooldown: cooldownOf(item),
      cooldownDays: daysOf(nodeAt(item, 'cooldown')),
      externalCode: wordOf(item, 'insecure-external-code-execution'),
    })),
    problems: problems.map((problem) => ({ ...problem })),
  };
}

export function preCommitOf(file: string, source: string): PreCommit {
  const { documents, problems } = readYaml(file, source);
  const repositories = itemsOf(nodeAt(documents[0]?.root, 'repos')).flatMap(
    (item) => wordOf(item, 'repo') ?? [],
  );
  return { file, repositories, problems: problems.map((problem) => ({ ...problem })) };
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return isList(node) ? node.items : [];
}

/** Its key, where all kinds of versions wait: a list of what it holds for alone lets nothing wait. */
function cooldownOf(item: YamlNode): Span | undefined {
  const entry = entryOf(item, 'cooldown');
  if (entry === undefined) return undefined;
  const { value } = entry;
  const given = isMap(value) ? value.entries.map(({ key }) => key.text) : [];
  const kinds = ['semver-major-days', 'semver-minor-days', 'semver-patch-days'];
  const waits =
    !isMap(value) || given.includes('default-days') || kinds.every((kind) => given.includes(kind));
  return waits ? entry.key.span : undefined;
}

function daysOf(cooldown: YamlNode | undefined): Located<number> | undefined {
  const days = wordOf(cooldown, 'default-days');
  return days === undefined || !/^\d+$/.test(days.value) ? undefined : located(Number(days.value), days.span);
}

function wordOf(node: YamlNode | undefined, key: string): Located<string> | undefined {
  const value = nodeAt(node, key);
  return isScalar(value) && value.value !== null ? located(value.text, value.span) : undefined;
}

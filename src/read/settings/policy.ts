// `policy` of the settings, and what other tools were told of the same things: each part from the first that has it.
import { type ActionPolicy, type LabelForm, labelForms, noPolicy, type Policy } from '../../model/policy.ts';
import { readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, nodeAt, textsAt } from '../../syntax/yaml-path.ts';
import { folderOf, nameOf } from '../paths.ts';
import { present } from './present.ts';
import { actionPattern, choice, flag, registry } from './scalars.ts';
import { described, keyed, list, named } from './shape.ts';

export const policyShape = keyed({
  trusted_registries: described('Images come from nowhere else', list(registry)),
  label_schema: described(
    'Labels that every image has, with the form of the value',
    named(choice(...labelForms)),
  ),
  strict_labels: described('Images have no other labels', flag),
  actions: described(
    'Actions and workflows of other repositories',
    keyed({
      allow: described('No others are used', list(actionPattern)),
      deny: described('These are not used', list(actionPattern)),
    }),
  ),
});

type PolicyKeys = NonNullable<ReturnType<typeof policyShape.read>>;

export function policyOfKeys(keys: PolicyKeys | undefined): Partial<Policy> {
  const actions = keys?.actions;
  return present({
    registries: keys?.trusted_registries,
    baseRegistries: keys?.trusted_registries,
    labels: keys?.label_schema,
    strictLabels: keys?.strict_labels,
    actions: actions && { allow: actions.allow ?? [], deny: actions.deny ?? [] },
  });
}

/** Configuration that a tool finds when it is started in the root of the repository. */
const ofTools: readonly { readonly name: RegExp; readonly read: (root: YamlNode) => Partial<Policy> }[] = [
  // https://github.com/hadolint/hadolint#configure
  { name: /^\.hadolint\.ya?ml$/, read: hadolint },
  // https://docs.zizmor.sh/audits/#forbidden-uses
  { name: /^zizmor\.ya?ml$/, read: zizmor },
];

/** Never throws: what another tool cannot read of its configuration is its own to tell. */
export function policyOfTool(file: string, text: string): Partial<Policy> {
  const folder = folderOf(file);
  const tool = ofTools.find(({ name }) => name.test(nameOf(file)));
  if (tool === undefined || (folder !== '' && folder !== '.github')) return {};
  const root = readYaml(file, text).documents[0]?.root;
  return root === undefined ? {} : tool.read(root);
}

/** The earlier ones count more. */
export function joinedPolicy(parts: readonly (Partial<Policy> | undefined)[]): Policy {
  return Object.assign({}, noPolicy, ...parts.toReversed());
}

function hadolint(root: YamlNode): Partial<Policy> {
  const registries = textsAt(root, 'trustedRegistries').map(({ value }) => value);
  const labels = entriesAt(root, 'label-schema').flatMap(({ key, value }): [string, LabelForm][] => {
    const form = value.kind === 'scalar' ? labelForms.find((one) => one === value.text) : undefined;
    return form === undefined ? [] : [[key.text, form]];
  });
  return present({
    // Of other images nothing was said.
    baseRegistries: registries.length === 0 ? undefined : registries,
    labels: labels.length === 0 ? undefined : new Map(labels),
    strictLabels: isTrue(nodeAt(root, 'strict-labels')) ? true : undefined,
  });
}

function zizmor(root: YamlNode): Partial<Policy> {
  const patterns = (key: keyof ActionPolicy) =>
    textsAt(root, 'rules', 'forbidden-uses', 'config', key).map(({ value }) => value);
  const actions = { allow: patterns('allow'), deny: patterns('deny') };
  return actions.allow.length + actions.deny.length === 0 ? {} : { actions };
}

function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

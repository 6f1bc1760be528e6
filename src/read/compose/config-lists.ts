// What `config` lists instead of the whole project: images, hashes, variables and the like.
import { hashOf } from '../../base/hash.ts';
import { isSecretName, maskEntry } from '../../base/secret.ts';
import type { ResolvedNode, Stack } from '../../model/service.ts';
import type { PlainValue } from './emit-yaml.ts';
import { type Part, templateParts } from './interpolate.ts';
import { plainNode } from './mask.ts';
import { entriesOf, itemsOf, onlyServices, textOf } from './select.ts';

/** The images of these services and of jobs, with those of their pre_start hooks, each once. */
export function imagesOf(stack: Stack, services: ReadonlySet<string>): readonly string[] {
  const all = [
    ...[...entriesOf(stack.resolved, 'services')].filter(([name]) => services.has(name)),
    ...entriesOf(stack.resolved, 'jobs'),
  ];
  const images = all.flatMap(([name, node]) => {
    const hooks = itemsOf(entriesOf(node).get('pre_start'));
    const own = textOf(entriesOf(node).get('image')) ?? `${stack.name}-${name}`;
    return [own, ...hooks.flatMap((hook) => textOf(entriesOf(hook).get('image')) ?? [])];
  });
  return [...new Set(images)];
}

/** Names of the networks or volumes that these services use. */
export function namesOf(stack: Stack, kind: 'networks' | 'volumes', services: ReadonlySet<string>) {
  return [...entriesOf(onlyServices(stack.resolved, services).get(kind)).keys()];
}

export function modelsOf(stack: Stack, services: ReadonlySet<string>): readonly string[] {
  const models = entriesOf(onlyServices(stack.resolved, services).get('models'));
  return [...models.values()].flatMap((model) => textOf(entriesOf(model).get('model')) ?? []);
}

/** Every profile that a service has, whether it is enabled or not. */
export function profileNames(stack: Stack): readonly string[] {
  const names = [...stack.services.values()].flatMap(({ profiles }) => profiles.map(({ value }) => value));
  return [...new Set(names)].sort();
}

/** Keys that a running container does not show: how it is built, started first, and how often. */
const notHashed: ReadonlySet<string> = new Set(['build', 'depends_on', 'profiles', 'pull_policy', 'scale']);

/** Changes when the container would have to be made anew. The same on each machine, secrets counted in. */
export function serviceHash(stack: Stack, name: string): string {
  const service = [...entriesOf(stack.resolved, 'services', name)].filter(([key]) => !notHashed.has(key));
  return hashOf(Object.fromEntries(service.map(([key, node]) => [key, hashedNode(key, node)])));
}

function hashedNode(key: string, node: ResolvedNode): PlainValue {
  if (key !== 'deploy' || node.kind !== 'map') return plainNode(node);
  return plainNode({ ...node, entries: new Map([...node.entries].filter(([name]) => name !== 'replicas')) });
}

export interface TemplateVariable {
  readonly name: string;
  readonly required: boolean;
  readonly defaultValue: string;
  readonly presenceValue: string;
}

/** The variables of a project read without interpolation, those inside of defaults too. */
export function templateVariables(stack: Stack, showSecrets: boolean): readonly TemplateVariable[] {
  const found = new Map<string, TemplateVariable>();
  for (const text of textsOf(stack.resolved)) {
    for (const variable of variablesIn(templateParts(text), text)) {
      const known = found.get(variable.name);
      found.set(variable.name, known === undefined ? variable : joined(known, variable));
    }
  }
  const all = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return showSecrets ? all : all.map(maskedVariable);
}

/** One use that requires the variable makes it required; the first default is the one that is told. */
function joined(first: TemplateVariable, second: TemplateVariable): TemplateVariable {
  return {
    name: first.name,
    required: first.required || second.required,
    defaultValue: first.defaultValue || second.defaultValue,
    presenceValue: first.presenceValue || second.presenceValue,
  };
}

function maskedVariable(variable: TemplateVariable): TemplateVariable {
  const { name, defaultValue, presenceValue } = variable;
  return {
    ...variable,
    defaultValue: maskEntry(name, defaultValue),
    presenceValue: isSecretName(name) ? maskEntry(name, presenceValue) : presenceValue,
  };
}

function textsOf(node: ResolvedNode): readonly string[] {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [node.value] : [];
  return (node.kind === 'list' ? node.items : [...node.entries.values()]).flatMap(textsOf);
}

function variablesIn(parts: readonly Part[], text: string): readonly TemplateVariable[] {
  return parts.flatMap((part) => {
    if (part.kind !== 'variable') return [];
    const { name, operator, argument } = part;
    const value = text.slice(argument[0]?.start ?? 0, argument.at(-1)?.end ?? 0);
    const own: TemplateVariable = {
      name,
      required: operator.endsWith('?'),
      defaultValue: operator.endsWith('-') ? value : '',
      presenceValue: operator.endsWith('+') ? value : '',
    };
    return [own, ...variablesIn(argument, text)];
  });
}

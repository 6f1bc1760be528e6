// Services that are to run and name something that no file defines: docker compose refuses the project. What review
// has rules for (networks, volumes, secrets, configs) is not asked again here.
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { ResolvedNode, Stack } from '../../model/service.ts';
import { quoted } from './report.ts';

export function undefinedReferences(stack: Stack): readonly ReadProblem[] {
  const services = [...entriesAt(stack.resolved, 'services')].flatMap(([name, service]) =>
    stack.services.get(name)?.enabled === true
      ? [
          ...missingDependencies(stack, name, service),
          ...missingModels(stack, name, service),
          ...missingBuildParts(stack, name, service),
        ]
      : [],
  );
  const jobs = entriesAt(stack.resolved, 'jobs');
  const ofJobs = [...jobs].flatMap(([name, job]) =>
    missingDependencies(stack, name, job, (target) => jobs.has(target)),
  );
  return [...services, ...ofJobs];
}

/** A job may wait for other jobs as well; a service may not. */
function missingDependencies(
  stack: Stack,
  name: string,
  container: ResolvedNode,
  isOther: (target: string) => boolean = () => false,
): readonly ReadProblem[] {
  return [...entriesAt(container, 'depends_on')].flatMap(([target, use]) => {
    if (isOther(target)) return [];
    const known = stack.services.get(target);
    const isOptional = known !== undefined && valueAt(use, 'required') === false;
    if (known?.enabled === true || isOptional) return [];
    if (known !== undefined)
      return [
        inactive(
          name,
          target,
          use.span,
          known.profiles.map(({ value }) => value),
        ),
      ];
    return [undefinedPart(name, 'service', target, use.span, [...stack.services.keys()])];
  });
}

function inactive(name: string, target: string, span: Span, profiles: readonly string[]): ReadProblem {
  const message = `${name} depends on ${target}, which is left out: none of its profiles is selected`;
  const hint = `Select a profile of ${target} (${profiles.join(', ')}), or say \`required: false\`.`;
  return { code: 'missing-key', message, span, hint };
}

function missingModels(stack: Stack, name: string, service: ResolvedNode): readonly ReadProblem[] {
  const defined = [...entriesAt(stack.resolved, 'models').keys()];
  return [...entriesAt(service, 'models')].flatMap(([target, { span }]) =>
    defined.includes(target) ? [] : [undefinedPart(name, 'model', target, span, defined)],
  );
}

function missingBuildParts(stack: Stack, name: string, service: ResolvedNode): readonly ReadProblem[] {
  const build = at(service, 'build');
  const secrets = [...entriesAt(stack.resolved, 'secrets').keys()];
  const uses = itemsAt(build, 'secrets').flatMap((item) => {
    const source = valueAt(item, 'source');
    return typeof source !== 'string' || secrets.includes(source)
      ? []
      : [undefinedPart(name, 'secret', source, item.span, secrets)];
  });
  const contexts = [...entriesAt(build, 'additional_contexts').values()].flatMap((node) =>
    contextFault(stack, name, node),
  );
  return [...uses, ...contexts];
}

function contextFault(stack: Stack, name: string, node: ResolvedNode): readonly ReadProblem[] {
  const text = node.kind === 'scalar' ? String(node.value) : '';
  if (!text.startsWith('service:')) return [];
  const target = text.slice('service:'.length);
  const known = stack.services.get(target);
  if (known === undefined)
    return [undefinedPart(name, 'service', target, node.span, [...stack.services.keys()])];
  if (known.build !== undefined) return [];
  const message = `${name} builds on ${target}, which has no build`;
  return [
    {
      code: 'invalid-value',
      message,
      span: node.span,
      hint: `Add build to ${target}, or name its image as docker-image://.`,
    },
  ];
}

function undefinedPart(
  name: string,
  kind: string,
  target: string,
  span: Span,
  defined: readonly string[],
): ReadProblem {
  const guess = nearest(target, defined);
  const hint =
    guess === undefined ? `Define the ${kind}, or name one that is defined.` : `Did you mean "${guess}"?`;
  return {
    code: 'invalid-value',
    message: `${name} uses the ${kind} ${quoted(target)}, which is not defined`,
    span,
    hint,
  };
}

function at(node: ResolvedNode | undefined, key: string): ResolvedNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

function valueAt(node: ResolvedNode, key: string): unknown {
  const found = at(node, key);
  return found?.kind === 'scalar' ? found.value : undefined;
}

function entriesAt(node: ResolvedNode | undefined, key: string): ReadonlyMap<string, ResolvedNode> {
  const found = at(node, key);
  return found?.kind === 'map' ? found.entries : new Map();
}

function itemsAt(node: ResolvedNode | undefined, key: string): readonly ResolvedNode[] {
  const found = at(node, key);
  return found?.kind === 'list' ? found.items : [];
}

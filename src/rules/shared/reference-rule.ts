// Rules on names that a service uses and the top level must define.

import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { setKey } from '../../syntax/yaml-edit.ts';
import { defineRule, type Rule } from '../rule.ts';
import { holdsUnsetVariable } from './problem-rule.ts';
import { isDefinedElsewhere } from './stack.ts';
import { declared, renamedAt, reviewFix, yamlOf } from './yaml-fix.ts';

type ReferenceRule = Omit<Rule<'service'>, 'on' | 'check' | 'area' | 'severity' | 'why'> & {
  /** `network`, `volume`: the word for messages; with an `s` the top-level key. */
  readonly kind: 'network' | 'volume' | 'secret' | 'config';
  readonly uses: (service: Service) => Iterable<{ readonly name: string; readonly span: Span }>;
};

/** Compose refuses the project when a service names something that the top level does not define. */
export function referenceRule({ kind, uses, ...rule }: ReferenceRule): Rule<'service'> {
  return defineRule({
    ...rule,
    area: 'compose',
    severity: 'critical',
    why: 'Compose refuses the whole project, so no service starts.',
    on: 'service',
    *check(service, { stack, project }) {
      for (const use of uses(service)) {
        if (isDefined(stack, kind, use.name) || holdsUnsetVariable(project, use.span)) continue;
        // A Windows path behind a variable that is not set here.
        if (use.name.includes('\\')) continue;
        if (isDefinedElsewhere(project, stack, (other) => isDefined(other, kind, use.name))) continue;
        const near = nearest(use.name, definitions(stack, kind).keys());
        const at = near === undefined ? undefined : definitions(stack, kind).get(near)?.span;
        yield {
          at: use.span,
          message: `${service.name} uses ${kind} ${use.name}, which is not defined under ${kind}s`,
          object: `services.${service.name}.${kind}s.${use.name}`,
          ...(at === undefined ? {} : { related: [{ at, message: `there is a ${kind} ${near}` }] }),
          ...fixOf(project, kind, use, near),
        };
      }
    },
  });
}

/** A name that is nearly one that is defined is misspelt; a network or volume of another name needs only that. */
function fixOf(
  project: Project,
  kind: ReferenceRule['kind'],
  { name, span }: { readonly name: string; readonly span: Span },
  near: string | undefined,
): Pick<Problem, 'fix'> {
  if (near !== undefined) {
    // A secret or config in the long form stands with its other keys.
    const edit =
      renamedAt(project, span, name, near) ?? setKey(yamlOf(project, span.file), span, ['source'], near);
    return reviewFix(`Use ${kind} ${near}`, edit);
  }
  if (kind === 'volume' && name.includes('/')) {
    return reviewFix('Mount the folder', renamedAt(project, span, name, `./${name}`));
  }
  if (kind !== 'network' && kind !== 'volume') return {};
  return reviewFix(`Define the ${kind}`, declared(project, span.file, `${kind}s`, name));
}

function definitions(
  stack: Stack,
  kind: ReferenceRule['kind'],
): ReadonlyMap<string, { readonly span: Span }> {
  return stack[`${kind}s`];
}

function isDefined(stack: Stack, kind: ReferenceRule['kind'], name: string): boolean {
  return definitions(stack, kind).has(name) || (kind === 'network' && name === 'default');
}

// Rules of policy on a setting that a service of users should have, or should not.

import type { Span } from '../../base/span.ts';
import type { FixOffer, Problem, Severity } from '../../model/finding.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { later } from '../fix.ts';
import { defineRule, type Rule } from '../rule.ts';
import { isForUsers, isOneShot, isPartlyKnown } from './stack.ts';

interface Fault {
  readonly at: Span;
  /** What is true, after the name of the service: `has no CPU limit`. */
  readonly is: string;
  readonly severity?: Severity;
  readonly fix?: FixOffer;
}

type ServiceSettingRule = Omit<Rule<'service'>, 'on' | 'check' | 'area' | 'preset'> & {
  /** The key concerned, for the name of the object. */
  readonly key: string;
  /** True where services that end by themselves are not asked. */
  readonly sparesOneShots?: boolean;
  readonly faultsOf: (
    service: Service,
    stack: Stack,
    project: Project,
    link: BuildLink | undefined,
  ) => readonly Fault[];
};

/** Policy is for what serves users: enabled services, and no files of development. */
export function serviceSettingRule({ key, sparesOneShots, faultsOf, ...rule }: ServiceSettingRule) {
  return defineRule({
    ...rule,
    area: 'compose',
    preset: 'strict',
    joins: 'file',
    on: 'service',
    *check(service, { stack, production, project, link }) {
      if (!service.enabled || !isForUsers(project, stack, production)) return;
      if (sparesOneShots === true && isOneShot(stack, service)) return;
      for (const { at, is, fix, severity } of faultsOf(service, stack, project, link)) {
        yield {
          at,
          message: `${service.name} ${is}`,
          object: `services.${service.name}.${key}`,
          ...(fix === undefined ? {} : { fix }),
          ...(severity === undefined ? {} : { severity }),
        };
      }
    },
  });
}

/** The fault of a service that lacks something, at its name. */
export function lacks(
  isMissing: boolean,
  service: Service,
  is: string,
  fixed: () => Pick<Problem, 'fix'> = () => ({}),
): readonly Fault[] {
  return isMissing && !isPartlyKnown(service) ? [{ at: service.nameSpan, is, ...later(fixed) }] : [];
}

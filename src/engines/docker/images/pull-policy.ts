// `pull_policy` of a service (spec: services, "pull_policy").

import { textAt } from '../../../base/json.ts';
import { parseDuration } from '../../../base/units.ts';
import type { PullPolicy } from '../../../model/image.ts';
import type { UnitSpec } from '../../../model/unit.ts';

const day = 86_400_000;

/** Undefined: what is here will do, unless it is built from other content. */
export function pullPolicyOf(unit: UnitSpec): PullPolicy | undefined {
  const text = textAt(unit.container?.keys, 'pull_policy');
  switch (text) {
    case 'always':
    case 'never':
    case 'build':
    case 'missing':
      return text;
    case 'if_not_present':
      return 'missing';
    case 'daily':
      return `every:${day}`;
    case 'weekly':
      return `every:${7 * day}`;
    default: {
      const period =
        text?.startsWith('every_') === true ? parseDuration(text.slice('every_'.length)) : undefined;
      return period === undefined ? undefined : `every:${period}`;
    }
  }
}

/** `linux/arm64`, where the files ask for one. */
export function platformOf(unit: UnitSpec): string | undefined {
  return textAt(unit.container?.keys, 'platform');
}

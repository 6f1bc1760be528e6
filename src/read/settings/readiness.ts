// What a report counts, and which checks are waived: a waiver says who, why and until when, or it is none.
import type { ReadProblem } from '../../model/artifact.ts';
import type { CheckWaiver } from '../../model/readiness.ts';
import type { ReadinessSetting } from '../../model/settings.ts';
import type { ReadinessKeys } from './tables.ts';

export function readinessOf(keys: ReadinessKeys | undefined, problems: ReadProblem[]): ReadinessSetting {
  const waivers = (keys?.waivers ?? []).flatMap((one, index): readonly CheckWaiver[] => {
    const { check, owner, reason, expires } = one;
    if (check !== undefined && owner !== undefined && reason !== undefined && expires !== undefined)
      return [{ check, owner, reason, expires }];
    const missing = ['check', 'owner', 'reason', 'expires'].filter((key) => !one.keys.has(key));
    // A value of the wrong kind has its own problem.
    if (missing.length > 0) {
      const message = `readiness.waivers[${index}] has no ${missing.join(' and no ')}, so it waives nothing`;
      problems.push({
        code: 'missing-key',
        message,
        span: one.at,
        hint: 'Say who waives what, why, and until which day.',
      });
    }
    return [];
  });
  return { profile: keys?.profile, maxAgeMs: keys?.max_age, waivers };
}

// Rules about waivers themselves. They need the findings, so the engine yields them; here is what they say.
import { bad, good } from '../rules/rule.ts';
import type { RuleMetadata } from './result.ts';

export const waiverUnused: RuleMetadata = {
  id: 'waiver-unused',
  area: 'project',
  severity: 'low',
  aliases: [],
  title: 'A waiver meets no finding',
  why: 'A waiver left behind hides the next finding of its rule on that line, and nobody decided that one.',
  fix: 'Remove the waiver, or name the rule and the line it is meant for.',
  references: [],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              # seaworthy: ignore[project/waiver-without-reason] an old story
              image: nginx:1.29.1
          `,
      },
      'compose.yaml:3:25',
      {
        'compose.yaml': `
          services:
            web:
              image: nginx:1.29.1
          `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              # seaworthy: ignore[compose/image-tag-floatng] mistyped, so it waives nothing
              image: nginx
          `,
      },
      'compose.yaml:3:25',
      {
        'compose.yaml': `
          services:
            web:
              # seaworthy: ignore[compose/image-tag-floating] mistyped, so it waives nothing
              image: nginx
          `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            # hadolint ignore=DL3002
            image: nginx:1.29.1
        `,
    }),
  ],
};

export const waiverWithoutReason: RuleMetadata = {
  id: 'waiver-without-reason',
  area: 'project',
  severity: 'medium',
  aliases: [],
  title: 'A waiver gives no reason, so it does not count',
  why: 'Without a reason nobody can tell later whether the risk was weighed or the alarm was only switched off.',
  fix: 'Write after the brackets why the finding is acceptable here.',
  references: [],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              # seaworthy: ignore[project/waiver-unused]
              image: nginx:1.29.1
          `,
      },
      'compose.yaml:3:5',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            # nothing is waived here
            image: nginx:1.29.1
        `,
    }),
  ],
};

export const waiverExpired: RuleMetadata = {
  id: 'waiver-expired',
  area: 'project',
  severity: 'medium',
  aliases: [],
  title: 'A waiver has ended',
  why: 'The team said until when it would live with the finding; since then it counts again.',
  fix: 'Mend the finding, or decide anew and write another date.',
  references: [],
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: nginx
        `,
        'seaworthy.waivers.yaml': `
          waivers:
            - rule: compose/image-tag-floating
              path: compose.yaml
              owner: web team
              reason: the pin comes with the move to the new registry
              expires: 2020-06-30
        `,
      },
      'seaworthy.waivers.yaml:2:11',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            image: nginx
      `,
      'seaworthy.waivers.yaml': `
        waivers:
          - rule: compose/image-tag-floating
            path: compose.yaml
            owner: web team
            reason: the pin comes with the move to the new registry
      `,
    }),
  ],
};

export const waiverRules: readonly RuleMetadata[] = [waiverUnused, waiverWithoutReason, waiverExpired];

import { describe, expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { reviewByNeed } from '../../src/review/by-need.ts';
import type { ReviewResult } from '../../src/review/result.ts';
import { type ReviewOptions, review } from '../../src/review/run.ts';
import { rules } from '../../src/rules/all.ts';
import { type ExampleFiles, ruleName } from '../../src/rules/rule.ts';
import { temporaryFolder } from '../cli/command.ts';

/** Both read anew: a review makes a project read more. */
async function both(files: ExampleFiles, options: ReviewOptions = { preset: 'strict' }) {
  const root = temporaryFolder(files);
  const read = () => readProject({ root, scope: 'review', processEnv: {} });
  return { needed: await reviewByNeed(await read(), options), all: review(await read(), options) };
}

function told({ findings, failures, refused, summary }: ReviewResult) {
  return { findings: findings.map(({ fix: _, ...rest }) => rest), failures, refused, summary };
}

test('every rule says of its examples what it says beside all others', { timeout: 180_000 }, async () => {
  for (const rule of rules.filter(({ on }) => on !== 'change')) {
    const { needed, all } = await both(rule.examples[0]?.files ?? {});
    expect(told(needed), ruleName(rule)).toEqual(told(all));
  }
});

const dockerfile = 'FROM node:22.14-slim\nUSER node\nCMD ["node", "server.js"]\n';

test('rules about files that are not there are not loaded', async () => {
  const { needed, all } = await both({ Dockerfile: dockerfile });
  const missing = [...all.rules.keys()].filter((name) => !needed.rules.has(name));
  expect(missing).toContain('kubernetes/privileged-container');
  expect(missing).toContain('compose/privileged-container');
  expect(missing.filter((name) => name.startsWith('dockerfile/'))).toEqual([]);
});

describe('a rule about other files may be named', () => {
  const waiver = '# seaworthy: ignore[compose/privileged-container] as agreed';
  test.each<[string, ExampleFiles, ReviewOptions?]>([
    ['in a comment', { Dockerfile: `${waiver}\n${dockerfile}` }],
    [
      'in the settings',
      { Dockerfile: dockerfile, 'seaworthy.yaml': 'rules:\n  compose/privileged-container: off\n' },
    ],
    [
      'in the settings of some paths',
      {
        Dockerfile: dockerfile,
        'seaworthy.yaml':
          'overrides:\n  - files: ["**"]\n    rules:\n      compose/privileged-container: off\n',
      },
    ],
    [
      'in a file of waivers',
      {
        Dockerfile: dockerfile,
        'seaworthy.waivers.yaml':
          'waivers:\n  - rule: compose/privileged-container\n    files: ["**"]\n    reason: as agreed\n    owner: team\n',
      },
    ],
    [
      'in a script that only rules read',
      { Dockerfile: dockerfile, 'deploy.sh': `#!/bin/sh\n${waiver}\ndocker build .\n` },
    ],
    ['by who asks', { Dockerfile: dockerfile }, { rules: ['compose/privileged-container', 'DL3002'] }],
  ])('%s', async (_where, files, options) => {
    const { needed, all } = await both(files, options);
    expect(told(needed)).toEqual(told(all));
    expect(needed.rules).toEqual(all.rules);
  });
});

// What a fix must hold, on files that lie on the disk: else it is left out, and the others are applied.
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Edit } from '../../src/base/edit.ts';
import type { Problem, Severity } from '../../src/model/finding.ts';
import type { Project } from '../../src/model/project.ts';
import { viewProject } from '../../src/read/project-view.ts';
import { type Repair, type RepairOptions, repair } from '../../src/review/repair.ts';
import { rules } from '../../src/rules/all.ts';
import { replace, review as reviewFix, safe } from '../../src/rules/fix.ts';
import type { AnyRule } from '../../src/rules/rule.ts';
import { folderWith } from '../read/folder.ts';
import { madeRule } from './made-rule.ts';

type Files = Readonly<Record<string, string>>;

async function repaired(
  files: Files | string,
  catalogue: readonly AnyRule[],
  options: Partial<RepairOptions> = {},
): Promise<Repair> {
  const root = typeof files === 'string' ? files : folderWith(files);
  const view = viewProject({ root, scope: 'review', processEnv: {} });
  onTestFinished(view.close);
  return repair(view, { includeReview: true, review: { catalogue }, ...options });
}

/** A rule that finds each `word` in files, and puts another in its place. */
function swap(
  id: string,
  word: string,
  other: string,
  given: { readonly severity?: Severity; readonly kind?: 'safe' | 'review'; readonly object?: string } = {},
): AnyRule {
  const make = given.kind === 'review' ? reviewFix : safe;
  return madeRule(
    id,
    'project',
    (project) =>
      [...places(project, word)].map((at): Problem => {
        const object = given.object === undefined ? {} : { object: given.object };
        return {
          at,
          message: `${word} stands here`,
          fix: make(`Write ${other}`, replace(at, other)),
          ...object,
        };
      }),
    { severity: given.severity ?? 'high' },
  );
}

/** A rule that only finds. */
function finds(id: string, word: string, severity: Severity): AnyRule {
  return madeRule(
    id,
    'project',
    (project) => [...places(project, word)].map((at) => ({ at, message: `${word} stands here` })),
    { severity },
  );
}

function* places(project: Project, word: string) {
  for (const { file, text } of project.texts.values()) {
    for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1))
      yield { file, start, end: start + word.length };
  }
}

const texts = ({ changed }: Repair) =>
  Object.fromEntries([...changed].map(([file, { after }]) => [file, after]));
const leftOut = ({ leftOut }: Repair) => leftOut.map(({ finding, would }) => `${finding.rule}: ${would}`);

/** A finding of this severity may come. */
const low = { severity: 'low' } as const;
const env = { '.env': 'A=one\nB=two\nC=three\n' };

describe('rounds', () => {
  test('go on until nothing changes', async () => {
    const rules = [swap('a', 'one', 'uno'), swap('b', 'uno', 'eins', low), swap('c', 'two', 'zwei')];
    const done = await repaired(env, rules);
    expect(texts(done)).toEqual({ '.env': 'A=eins\nB=zwei\nC=three\n' });
    expect([done.fixed.length, done.settled, done.leftOut]).toEqual([3, true, []]);
  });

  test('end after ten', async () => {
    const rules = Array.from({ length: 12 }, (_, at) => swap(`r${at}`, `v${at}.`, `v${at + 1}.`, low));
    const done = await repaired({ '.env': 'A=v0.\n' }, rules);
    expect([texts(done), done.settled]).toEqual([{ '.env': 'A=v10.\n' }, false]);
  });

  test('and what is undone in the end is no change', async () => {
    const rules = [
      swap('a', 'one', 'uno', { severity: 'low' }),
      swap('b', 'uno', 'one', { severity: 'low' }),
    ];
    const done = await repaired(env, rules);
    expect(texts(done)).toEqual({});
  });
});

describe('a fix is left out that', () => {
  test('leaves its own finding', async () => {
    const done = await repaired(env, [swap('a', 'one', 'stone'), swap('b', 'two', 'zwei')]);
    expect(texts(done)).toEqual({ '.env': 'A=one\nB=zwei\nC=three\n' });
    expect(leftOut(done)).toEqual(['compose/a: leave its finding as it is']);
  });

  test('brings a finding of medium and up', async () => {
    const rules = [swap('a', 'one', 'bad'), swap('b', 'two', 'zwei'), finds('worse', 'bad', 'medium')];
    const done = await repaired(env, rules);
    expect(texts(done)).toEqual({ '.env': 'A=one\nB=zwei\nC=three\n' });
    expect(leftOut(done)).toEqual([
      'compose/a: bring the finding compose/worse at .env:1:3 (bad stands here)',
    ]);
  });

  test('but not for one of low', async () => {
    const done = await repaired(env, [swap('a', 'one', 'bad'), finds('worse', 'bad', 'low')]);
    expect([texts(done)['.env']?.slice(0, 5), done.leftOut]).toEqual(['A=bad', []]);
  });

  test('only makes its finding say something else, however low', async () => {
    const other = madeRule(
      'a',
      'project',
      function* (project) {
        for (const [word, next] of [
          ['one', 'uno'],
          ['uno', undefined],
        ] as const) {
          for (const at of places(project, word)) {
            const fix = next === undefined ? {} : { fix: safe('Write it', replace(at, next)) };
            yield { at, object: word, message: `${word} stands here`, ...fix };
          }
        }
      },
      { severity: 'low' },
    );
    const done = await repaired(env, [other]);
    expect(leftOut(done)).toEqual(['compose/a: leave its finding as it is']);
  });

  test('does not parse any more', async () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    image: "one"\n  api:\n    image: "two"\n' };
    const rules = [
      swap('a', 'one"', 'one', { severity: 'low' }),
      swap('b', '"two"', 'two', { severity: 'low' }),
    ];
    const done = await repaired(files, rules);
    expect(texts(done)).toEqual({ 'compose.yaml': files['compose.yaml'].replace('"two"', 'two') });
    expect(leftOut(done)[0]).toMatch(/^compose\/a: leave compose\.yaml not understood: /);
  });

  test('says that it is safe and changes the resolved project', async () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    image: "one"\n    hostname: two\n' };
    const done = await repaired(files, [swap('a', '"one"', 'one'), swap('b', 'two', 'zwei')]);
    expect(texts(done)).toEqual({ 'compose.yaml': files['compose.yaml'].replace('"one"', 'one') });
    expect(leftOut(done)).toEqual([
      'compose/b: change services.web.hostname in the compose project of compose.yaml',
    ]);
  });

  test('changes another service than its own', async () => {
    const files = {
      'compose.yaml':
        'services:\n  web:\n    image: nginx\n    environment: &env { MODE: one }\n  api:\n    image: nginx\n    environment: *env\n',
    };
    const rule = swap('a', 'one', 'two', { kind: 'review', object: 'service web' });
    const done = await repaired(files, [rule]);
    expect([texts(done), leftOut(done)]).toEqual([
      {},
      ['compose/a: change services.api.environment.MODE in the compose project of compose.yaml'],
    ]);
  });

  test.each<[string, readonly Edit[], string]>([
    [
      'edits outside of the text',
      [replace({ file: '.env', start: 0, end: 999 }, '')],
      'edit a place outside of .env',
    ],
    [
      'edits what was not read',
      [replace({ file: 'x', start: 0, end: 0 }, 'y')],
      'edit x, which was not read',
    ],
    [
      'edits a text twice',
      [replace({ file: '.env', start: 0, end: 3 }, 'x'), replace({ file: '.env', start: 2, end: 4 }, 'y')],
      'edit the same text twice',
    ],
    ['changes nothing', [replace({ file: '.env', start: 0, end: 1 }, 'A')], 'leave its finding as it is'],
  ])('%s', async (_name, edits, would) => {
    const at = { file: '.env', start: 0, end: 1 };
    const rule = madeRule('a', 'project', () => [{ at, message: 'x', fix: safe('Fix', ...edits) }]);
    const done = await repaired(env, [rule, swap('b', 'two', 'zwei')]);
    expect(leftOut(done)).toEqual([`compose/a: ${would}`]);
    expect(texts(done)).toEqual({ '.env': 'A=one\nB=zwei\nC=three\n' });
  });

  test('is to blame, among many in the same file', async () => {
    const letters = [...'abcdefghijklmnop'];
    const text = letters.map((letter) => `${letter.toUpperCase()}=<${letter}>\n`).join('');
    const rules = letters.map((letter) =>
      swap(`r-${letter}`, `<${letter}>`, letter === 'k' ? 'bad' : letter),
    );
    const done = await repaired({ '.env': text }, [...rules, finds('worse', 'bad', 'high')]);
    expect(done.leftOut.map(({ finding }) => finding.rule)).toEqual(['compose/r-k']);
    expect(done.fixed).toHaveLength(15);
    expect(texts(done)['.env']).toContain('J=j\nK=<k>\nL=l\n');
  });

  test('is bad only beside another', async () => {
    const both = madeRule('both', 'project', (project) => {
      const [first] = [...places(project, 'uno')];
      return first !== undefined && [...places(project, 'zwei')].length > 0
        ? [{ at: first, message: 'both' }]
        : [];
    });
    const done = await repaired(env, [swap('a', 'one', 'uno'), swap('b', 'two', 'zwei'), both]);
    expect([done.fixed.length, done.leftOut.length]).toEqual([1, 1]);
    expect(done.after.findings.map(({ rule }) => rule)).not.toContain('compose/both');
  });
});

describe('a fix is applied although', () => {
  test.each<[string, 'safe' | 'review', Severity, boolean]>([
    ['what it hid is less grave', 'review', 'medium', true],
    ['what it hid is as grave, and stands elsewhere', 'review', 'high', true],
    ['but not when that is graver', 'review', 'critical', false],
    ['nor when it cannot have hidden anything', 'safe', 'medium', false],
  ])('%s', async (_name, kind, severity, isApplied) => {
    const hidden = madeRule(
      'hidden',
      'project',
      (project) => {
        const [open] = [...places(project, 'uno')];
        return open === undefined ? [] : [{ at: { ...open, start: 8, end: 9 }, message: 'hidden' }];
      },
      { severity },
    );
    const done = await repaired(env, [swap('a', 'one', 'uno', { kind }), hidden]);
    expect([texts(done)['.env'] !== undefined, done.leftOut.length === 0]).toEqual([isApplied, isApplied]);
  });

  test('a finding that stays says something else now', async () => {
    const renamed = madeRule('named', 'project', (project) =>
      [...places(project, 'key')].map((at) => {
        const line = project.texts.get(at.file)?.text.split('\n')[0];
        return { at, object: line ?? '', message: `${line} has a key` };
      }),
    );
    const done = await repaired({ '.env': 'A=one\nB=key\n' }, [swap('a', 'one', 'eins'), renamed]);
    expect([texts(done), leftOut(done)]).toEqual([{ '.env': 'A=eins\nB=key\n' }, []]);
  });

  test('docker compose refused the file, which then ran nothing', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    enviroment: { A: b }\n';
    const done = await repaired({ 'compose.yaml': text }, [swap('a', 'enviroment', 'environment', low)]);
    expect(texts(done)).toEqual({ 'compose.yaml': text.replace('enviroment', 'environment') });
  });

  test('ports stand in another order', async () => {
    const text = 'services:\n  web:\n    image: nginx\n    ports: ["2:2", "1:1"]\n';
    const done = await repaired({ 'compose.yaml': text }, [swap('a', '"2:2", "1:1"', '"1:1", "2:2"')]);
    expect(done.leftOut).toEqual([]);
  });
});

describe('what is not wanted', () => {
  test('waived findings stay', async () => {
    const text = '# seaworthy: ignore[a] as it is\nA=one\nB=two\n';
    const done = await repaired({ '.env': text }, [swap('a', 'one', 'uno'), swap('b', 'two', 'zwei')]);
    expect(texts(done)).toEqual({ '.env': text.replace('two', 'zwei') });
  });

  test('fixes that change what runs need the flag, and come after the safe ones', async () => {
    const rules = [swap('a', 'one', 'uno', { kind: 'review' }), swap('b', 'two', 'zwei')];
    expect(texts(await repaired(env, rules, { includeReview: false }))).toEqual({
      '.env': 'A=one\nB=zwei\nC=three\n',
    });
    const all = await repaired(env, rules);
    expect(all.fixed.map(({ finding }) => finding.rule)).toEqual(['compose/b', 'compose/a']);
  });

  test('what is refused is no bug', async () => {
    const done = await repaired(env, [swap('a', 'one', 'uno')], { refuse: () => 'go too far' });
    expect([texts(done), done.leftOut.map(({ would, isBug }) => [would, isBug])]).toEqual([
      {},
      [['go too far', false]],
    ]);
  });

  test('who chooses is asked once for each fix, and again for those that come later', async () => {
    const asked: string[] = [];
    const rules = [swap('a', 'one', 'uno'), swap('b', 'uno', 'eins', low), swap('c', 'two', 'zwei')];
    const done = await repaired(env, rules, {
      choose: async (offered) => {
        asked.push(...offered.map(({ rule }) => rule));
        return offered.filter(({ rule }) => rule !== 'compose/c');
      },
    });
    expect(asked).toEqual(['compose/a', 'compose/c', 'compose/b']);
    expect(texts(done)).toEqual({ '.env': 'A=eins\nB=two\nC=three\n' });
  });
});

describe('what changes is told', () => {
  test('by value and key, secrets masked', async () => {
    const files = {
      'compose.yaml':
        'services:\n  db:\n    image: nginx\n    environment:\n      DB_PASSWORD: one\n      LEVEL: two\n',
    };
    const rules = [
      swap('secret', 'one', 'other', { kind: 'review' }),
      swap('key', 'LEVEL', 'LOG', { kind: 'review' }),
    ];
    const done = await repaired(files, rules);
    expect(done.fixed.map(({ finding, changes }) => [finding.rule, changes])).toEqual([
      ['compose/secret', ['services.db.environment.DB_PASSWORD: *** -> ***']],
      [
        'compose/key',
        ['services.db.environment.LEVEL: two -> absent', 'services.db.environment.LOG: absent -> two'],
      ],
    ]);
  });
});

test('a Dockerfile in a compose file is left as it is', async () => {
  const text =
    'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM nginx:1.27\n        RUN one\n';
  const inline = madeRule('a', 'instruction', function* ({ keyword, span }) {
    if (keyword === 'RUN') yield { at: span, message: 'x', fix: safe('Fix', replace(span, 'RUN two')) };
  });
  const done = await repaired({ 'compose.yaml': text }, [inline]);
  expect(texts(done)).toEqual({});
});

describe('two names of one file', () => {
  test('are one file, edited once', async () => {
    const root = folderWith({ 'a/.env': 'A=one\nB=two\n', 'b/': '' });
    symlinkSync('../a/.env', join(root, 'b/.env'));
    const done = await repaired(root, [swap('a', 'one', 'uno'), swap('b', 'two', 'zwei')]);
    expect([texts(done), done.leftOut]).toEqual([{ 'a/.env': 'A=uno\nB=zwei\n' }, []]);
  });
});

test('what others write meanwhile is not seen', async () => {
  const root = folderWith(env);
  const done = await repaired(root, [swap('a', 'one', 'uno')], {
    wants: () => {
      writeFileSync(join(root, '.env'), 'A=other\n');
      return true;
    },
  });
  expect(texts(done)).toEqual({ '.env': 'A=uno\nB=two\nC=three\n' });
});

test('a fix that moves a line which another tool waives by its number is left out, and no rule is to blame', async () => {
  const files = {
    '.github/zizmor.yml': 'rules:\n  unpinned-uses:\n    ignore: [ci.yml:7]\n',
    '.github/workflows/ci.yml': `on: push
# one
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: some-team/deploy-action@v2
`,
  };
  const unpinned = rules.filter(({ area, id }) => area === 'ci' && id === 'action-unpinned');
  const catalogue = [swap('longer', 'one', 'uno\n# due'), ...unpinned];
  const done = await repaired(files, catalogue, { review: { catalogue, preset: 'strict' } });
  expect(leftOut(done)).toEqual([
    'compose/longer: move ci/action-unpinned at .github/workflows/ci.yml:8:39 away from the line that .github/zizmor.yml waives',
  ]);
  expect(done.leftOut.map(({ isBug }) => isBug)).toEqual([false]);
  expect(done.changed.size).toBe(0);
});

describe('mending what an engine refuses', () => {
  test('may bring items of a list back, however they move those behind them', async () => {
    const files = {
      'compose.yaml': `services:
  api:
    image: ghcr.io/acme/api:1.4.2
    command:
      - serve
      - 3000 # port
      - yes
      - 3000
      - 'last'
`,
    };
    const catalogue = rules.filter(({ area, id }) => area === 'compose' && id === 'wrong-type');
    const done = await repaired(files, catalogue);
    expect(leftOut(done)).toEqual([]);
    expect(texts(done)['compose.yaml']).toContain('- "3000" # port');
    expect(texts(done)['compose.yaml']).toContain('- "3000"\n      - \'last\'');
  });

  test('may uncover another fault of what was refused until then', async () => {
    const critical = { severity: 'critical' } as const;
    const uncovered = madeRule(
      'behind',
      'project',
      (project) =>
        [...places(project, 'two')]
          .filter(() => [...places(project, 'one')].length === 0)
          .map((at) => ({ at, message: 'two is refused' })),
      critical,
    );
    const done = await repaired(env, [swap('a', 'one', 'uno', critical), uncovered]);
    expect(leftOut(done)).toEqual([]);
    expect(done.fixed).toHaveLength(1);
  });
});

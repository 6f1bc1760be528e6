// Settings of rules by path: which counts where, and what has no effect.
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/read/settings/settings.ts';
import { type ReviewOptions, review } from '../../src/review/run.ts';
import { madeRule, ruleAt } from './made-rule.ts';
import { smallProject } from './small-project.ts';

const paths = ['compose.yaml', 'legacy/compose.yaml', 'legacy/kept/compose.yaml', 'legacy/k8s/web.yaml'];
const files = Object.fromEntries(paths.map((path) => [path, 'x\n']));
const places = paths.map((file) => ({ file, start: 0, end: 1 }));

function found(text: string, options: ReviewOptions = {}, file = 'seaworthy.yaml') {
  const invalid = madeRule('invalid', 'problem', ({ message, span }) => [{ at: span, message }], {
    area: 'project',
  });
  const catalogue = [
    ruleAt('plain', places, {}, { aliases: ['hadolint:DL1'] }),
    ruleAt('policy', places, {}, { preset: 'strict' }),
    invalid,
  ];
  const project = smallProject({ ...files, [file]: text }, { settings: readSettings(file, text) });
  return review(project, { catalogue, ...options }).findings;
}

const plain = (text: string, file?: string) =>
  found(text, {}, file)
    .filter(({ rule }) => rule === 'compose/plain')
    .map(({ at, severity }) => `${at.file} ${severity}`);
const all = ['compose.yaml', 'legacy/compose.yaml', 'legacy/k8s/web.yaml', 'legacy/kept/compose.yaml'];

describe('settings by path', () => {
  test.each<[string, string, string[]]>([
    [
      'switch a rule off',
      'overrides: [{ files: ["legacy/**"], rules: { compose/plain: off } }]',
      ['compose.yaml high'],
    ],
    [
      'by an alias',
      'overrides: [{ files: [legacy], rules: { "hadolint:DL1": off } }]',
      ['compose.yaml high'],
    ],
    [
      'weigh it otherwise',
      'overrides: [{ files: ["./compose.yaml"], rules: { plain: { severity: info } } }]',
      ['compose.yaml info', ...all.slice(1).map((file) => `${file} high`)],
    ],
    [
      'take files out again',
      'overrides: [{ files: ["legacy/**", "!legacy/kept/**"], rules: { plain: off } }]',
      ['compose.yaml high', 'legacy/kept/compose.yaml high'],
    ],
    [
      'the later of two counts',
      `overrides:
        - { files: ["legacy/**"], rules: { plain: off } }
        - { files: ["legacy/k8s/*.yaml"], rules: { plain: low } }`,
      ['compose.yaml high', 'legacy/k8s/web.yaml low'],
    ],
    [
      'are more than those of the whole project',
      'rules: { plain: off }\noverrides: [{ files: ["legacy/kept/"], rules: { plain: medium } }]',
      ['legacy/kept/compose.yaml medium'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(plain(text)).toEqual(expected);
  });

  test('are relative to the folder of their file', () => {
    const text = 'overrides: [{ files: ["kept/**", compose.yaml], rules: { plain: off } }]';
    expect(plain(text, 'legacy/seaworthy.yaml')).toEqual(['compose.yaml high', 'legacy/k8s/web.yaml high']);
  });

  test('a severity asks for a strict rule there, and only there', () => {
    const text = 'overrides: [{ files: ["legacy/k8s/**"], rules: { policy: low } }]';
    const policy = found(text).filter(({ rule }) => rule === 'compose/policy');
    expect(policy.map(({ at }) => at.file)).toEqual(['legacy/k8s/web.yaml']);
  });

  test('a rule asked for on the command line runs all the same', () => {
    const text = 'overrides: [{ files: ["**"], rules: { plain: off } }]';
    expect(found(text, { rules: ['plain'] })).toHaveLength(paths.length);
  });
});

describe('what has no effect is said at its place', () => {
  test.each([
    [
      'a rule that is none',
      'overrides: [{ files: [compose.yaml], rules: { plian: off } }]',
      'plian',
      'overrides[0].rules names plian, which is no rule',
    ],
    [
      'a pattern that meets no file',
      'overrides: [{ files: ["legcay/**", compose.yaml], rules: { plain: off } }]',
      '"legcay/**"',
      'overrides[0].files has legcay/**, which meets no file',
    ],
  ])('%s', (_name, text, at, message) => {
    const told = found(text).filter(({ rule }) => rule === 'project/invalid');
    expect(told.map((one) => [text.slice(one.at.start, one.at.end), one.message])).toEqual([[at, message]]);
  });
});

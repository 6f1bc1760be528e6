import { describe, expect, test } from 'vitest';
import type { Severity } from '../../src/model/finding.ts';
import type { Service } from '../../src/model/service.ts';
import { readSettings } from '../../src/read/settings/settings.ts';
import { isProduction } from '../../src/review/environment.ts';
import { review } from '../../src/review/run.ts';
import { madeRule, ruleAt } from './made-rule.ts';
import { smallProject, smallService, smallStack, spanOf } from './small-project.ts';

const files = { 'compose.yaml': 'services:\n  api:\n    image: api\n', 'b.yaml': 'one\ntwo\n' };
const image = spanOf(files, 'compose.yaml', 'image: api');
const api = smallService({ name: 'api', nameSpan: spanOf(files, 'compose.yaml', 'api'), span: image });
const one = spanOf(files, 'b.yaml', 'one');
const two = spanOf(files, 'b.yaml', 'two');

function stackOf(environment: string | undefined, service: Service = api) {
  return smallStack({ environment, services: new Map([['api', service]]) });
}

describe('order and identity', () => {
  test('findings are sorted by file, line and rule, whatever the walk', () => {
    const catalogue = [ruleAt('z', [image, two, one]), ruleAt('a', [two, image])];
    const { findings } = review(smallProject(files), { catalogue });
    expect(findings.map(({ at, rule }) => `${at.file} ${at.start} ${rule}`)).toEqual([
      'b.yaml 0 compose/z',
      'b.yaml 4 compose/a',
      'b.yaml 4 compose/z',
      `compose.yaml ${image.start} compose/a`,
      `compose.yaml ${image.start} compose/z`,
    ]);
  });

  test('an edit above a finding keeps its fingerprint; equal ones are told apart', () => {
    const moved = { ...files, 'b.yaml': `# more\n${files['b.yaml']}` };
    const before = review(smallProject(files), { catalogue: [ruleAt('a', [one, two])] }).findings;
    const spans = [spanOf(moved, 'b.yaml', 'one'), spanOf(moved, 'b.yaml', 'two')];
    const after = review(smallProject(moved), { catalogue: [ruleAt('a', spans)] }).findings;
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
    expect(new Set(before.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('the object comes from the node unless the rule names one', () => {
    const stacks = [stackOf(undefined)];
    const catalogue = [
      madeRule('a', 'service', () => [{ at: image, message: 'a' }]),
      madeRule('b', 'service', () => [{ at: image, message: 'b', object: 'services.api.image' }]),
      ruleAt('c', [image]),
    ];
    const { findings } = review(smallProject(files, { stacks }), { catalogue });
    expect(findings.map(({ object }) => object)).toEqual([
      'service api',
      'services.api.image',
      'compose.yaml',
    ]);
  });
});

describe('overlays', () => {
  const inEach = madeRule('in-each', 'service', (_service, { production }) => [
    { at: image, message: 'same', severity: production ? 'high' : 'low' },
  ]);

  test.each<[string, (string | undefined)[], Severity]>([
    ['one fact of base and overlay is one finding, the gravest', ['dev', undefined], 'high'],
    ['in whatever order they are met', [undefined, 'dev'], 'high'],
    ['met in development only it weighs less', ['dev', 'test'], 'low'],
  ])('%s', (_name, environments, severity) => {
    const project = smallProject(files, { stacks: environments.map((name) => stackOf(name)) });
    const { findings } = review(project, { catalogue: [inEach] });
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
  });

  test.each([
    [undefined, true],
    ['production', true],
    ['prod', true],
    ['staging', true],
    ['dev', false],
    ['Development', false],
    ['local', false],
    ['test', false],
    ['ci', false],
    ['debug', false],
    ['override', false],
    ['prod-debug', false],
    ['device', true],
  ])('environment %s is production: %s', (name, expected) => {
    expect(isProduction(name)).toBe(expected);
  });
});

describe('problems of readers', () => {
  test('a problem is given to rules of its own area only', () => {
    const problem = { code: 'syntax', message: 'broken', span: one, hint: 'mend it' };
    const check = () => [{ at: one, message: 'broken' }];
    const catalogue = [
      madeRule('c', 'problem', check),
      madeRule('k', 'problem', check, { area: 'kubernetes' }),
    ];
    const artifacts = [{ file: 'b.yaml', kind: 'kubernetes', understood: 'no', why: 'broken' } as const];
    const project = smallProject(files, { problems: [problem], artifacts });
    const result = review(project, { catalogue });
    expect(result.findings.map(({ rule }) => rule)).toEqual(['kubernetes/k']);
    expect(result.summary.unknown).toBe(1);
  });
});

describe('settings', () => {
  test('a rule that does not exist is a problem of the settings, where its name stands', () => {
    const text = 'rules:\n  compose/plian: off\n';
    const file = 'seaworthy.yaml';
    const settings = readSettings(file, text);
    const invalid = madeRule(
      'invalid',
      'problem',
      ({ message, span, replacement }) => [{ at: span, message: `${message}: ${replacement}` }],
      { area: 'project' },
    );
    const catalogue = [invalid, ruleAt('plain', [])];
    const { findings } = review(smallProject({ [file]: text }, { settings }), { catalogue });
    expect(findings.map(({ at, message }) => [text.slice(at.start, at.end), message])).toEqual([
      ['compose/plian', 'rules names compose/plian, which is no rule: compose/plain'],
    ]);
  });
});

describe('a rule that throws', () => {
  const broken = madeRule('broken', 'service', function* () {
    yield { at: image, message: 'first' };
    throw new TypeError('x is undefined');
  });

  test('is named once, and the others go on', () => {
    const project = smallProject(files, { stacks: [stackOf(undefined), stackOf('dev')] });
    const { findings, failures } = review(project, { catalogue: [broken, ruleAt('fine', [one])] });
    expect(failures).toEqual([{ rule: 'compose/broken', object: 'service api', message: 'x is undefined' }]);
    expect(findings.map(({ rule }) => rule)).toEqual(['compose/fine', 'compose/broken']);
  });
});

describe('selection', () => {
  const catalogue = [
    ruleAt('plain', [one], {}, { aliases: ['hadolint:DL1'] }),
    ruleAt('strict', [two], {}, { preset: 'strict' }),
  ];
  const off = (name: string) => new Map([[name, { off: true, severity: undefined }]]);
  const low = (name: string) => new Map([[name, { off: false, severity: 'low' as const }]]);

  test.each([
    ['by default the recommended ones', {}, ['plain']],
    ['strict adds the strict ones', { preset: 'strict' as const }, ['plain', 'strict']],
    ['asked for by id', { rules: ['compose/strict'] }, ['strict']],
    ['asked for by alias, letter case aside', { rules: ['hadolint:dl1'] }, ['plain']],
    ['switched off', { overrides: off('compose/plain') }, []],
    ['switched off by alias', { overrides: off('hadolint:DL1') }, []],
    ['asked for beats switched off', { rules: ['plain'], overrides: off('plain') }, ['plain']],
    ['a severity of one’s own asks for a strict rule', { overrides: low('strict') }, ['plain', 'strict']],
  ])('%s', (_name, options, expected) => {
    const { findings } = review(smallProject(files), { catalogue, ...options });
    expect(findings.map(({ message }) => message)).toEqual(expected);
  });

  test('a severity of one’s own is the last word', () => {
    const { findings, refused } = review(smallProject(files), { catalogue, overrides: low('plain') });
    expect([findings[0]?.severity, refused]).toEqual(['low', false]);
  });

  test('an unknown rule is a usage error that names the nearest', () => {
    expect(() => review(smallProject(files), { catalogue, rules: ['compose/plian'] })).toThrowError(
      expect.objectContaining({ code: 'USAGE', hint: 'Did you mean compose/plain?' }),
    );
  });

  test.each([
    ['high refuses', {}, true],
    ['unless the limit is higher', { failOn: 'critical' as const }, false],
    [
      'what is not understood refuses when asked',
      { rules: ['strict'], failOn: 'critical' as const, failOnUnknown: true },
      true,
    ],
  ])('%s', (_name, options, expected) => {
    const artifacts = [{ file: 'b.yaml', kind: 'kubernetes', understood: 'no', why: 'x' } as const];
    expect(review(smallProject(files, { artifacts }), { catalogue, ...options }).refused).toBe(expected);
  });
});

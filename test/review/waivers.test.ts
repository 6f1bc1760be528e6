import { describe, expect, test } from 'vitest';
import type { Dockerfile } from '../../src/model/dockerfile.ts';
import { applyFixes } from '../../src/review/fix.ts';
import { review } from '../../src/review/run.ts';
import { madeRule, ruleAt } from './made-rule.ts';
import { smallProject, smallService, smallStack, spanOf } from './small-project.ts';

const aliases = ['hadolint:DL1', 'trivy:DS-0002', 'zizmor:unpinned-uses'];

/** Reviews a text in which the rule `compose/x` yields at each `HERE`; `compose/y` runs and yields nothing. */
function reviewed(text: string) {
  const spans = [...text.matchAll(/HERE/g)].map(({ index }) => ({ file: 'f', start: index, end: index + 4 }));
  const catalogue = [
    ruleAt('x', spans, {}, { aliases }),
    ruleAt('y', []),
    ruleAt('z', [], {}, { preset: 'strict' }),
  ];
  const project = smallProject({ f: text });
  const result = review(project, { catalogue });
  return {
    waived: result.findings.filter(({ waived }) => waived !== undefined).map(({ waived }) => waived?.reason),
    open: result.findings.filter(({ waived }) => waived === undefined).map(({ message }) => message),
    fixed: applyFixes(result.findings, project.texts, { includeReview: true }).changed.get('f'),
    refused: result.refused,
  };
}

describe('a waiver covers', () => {
  test.each([
    ['its own line', 'a: HERE # seaworthy: ignore[compose/x] why', ['why']],
    ['the line below', '# seaworthy: ignore[compose/x] why\na: HERE', ['why']],
    ['the line below further comments', '# seaworthy: ignore[compose/x] why\n# so\na: HERE', ['why']],
    ['several ids', '# seaworthy: ignore[compose/y2, compose/x] why\na: HERE', ['why']],
    ['an id without its area', 'a: HERE # seaworthy: ignore[x] why', ['why']],
    ['an alias', 'a: HERE # seaworthy: ignore[hadolint:dl1] why', ['why']],
    ['reasons after a dash', 'a: HERE # seaworthy: ignore[x] - why', ['why']],
    ['spaces as people type them', 'a: HERE #seaworthy:ignore [ x ]: why', ['why']],
    ['hadolint’s own form', '# hadolint ignore=DL9,DL1\nRUN HERE', ['hadolint ignore=DL9,DL1']],
    [
      'hadolint’s form for a file',
      '# hadolint global ignore=DL1\n\nRUN a\nRUN HERE',
      ['hadolint global ignore=DL1'],
    ],
    ['trivy’s own form', '#trivy:ignore:AVD-DS-0002\nRUN HERE', ['trivy:ignore:AVD-DS-0002']],
    [
      'zizmor’s own form',
      'a: HERE # zizmor: ignore[x, unpinned-uses] own',
      ['zizmor: ignore[x, unpinned-uses] own'],
    ],
    ['a finding at the very start of the file', '# HERE\n# seaworthy: ignore[x] why\na: b', ['why']],
  ])('%s', (_name, text, expected) => {
    expect(reviewed(text).waived).toEqual(expected);
  });
});

describe('a waiver does not cover', () => {
  test.each([
    ['without a reason', 'a: HERE # seaworthy: ignore[x]'],
    ['another rule', 'a: HERE # seaworthy: ignore[compose/y] why'],
    ['a line after a blank one', '# seaworthy: ignore[x] why\n\na: HERE'],
    ['the line above', 'a: HERE\n# seaworthy: ignore[x] why'],
    ['a line two below', '# seaworthy: ignore[x] why\na: b\nb: HERE'],
    ['without brackets', 'a: HERE # seaworthy: ignore x why'],
    ['in a string', 'a: "seaworthy: ignore[x] why HERE"'],
  ])('%s', (_name, text) => {
    const { waived, open, refused } = reviewed(text);
    expect([waived, open.includes('x'), refused]).toEqual([[], true, true]);
  });
});

describe('waivers are reported', () => {
  test.each([
    [
      'when they give no reason',
      'a: HERE # seaworthy: ignore[x, hadolint:DL1]',
      ['x', 'the waiver of x, hadolint:DL1 gives no reason, so it does not count'],
      undefined,
    ],
    [
      'when they meet no finding; the fix takes the line out',
      'b: c\n  # seaworthy: ignore[compose/x] why\na: b\n',
      ['the waiver of compose/x meets no finding'],
      'b: c\na: b\n',
    ],
    [
      'and the comment only, when something else stands on the line',
      'a: b  # seaworthy: ignore[x] why\nc: d',
      ['the waiver of x meets no finding'],
      'a: b\nc: d',
    ],
    [
      'each id of its own',
      'a: HERE # seaworthy: ignore[x, y] why',
      ['the waiver of y meets no finding'],
      'a: HERE # seaworthy: ignore[x] why',
    ],
    [
      'the first id as well',
      'a: HERE # seaworthy: ignore[y,x] why',
      ['the waiver of y meets no finding'],
      'a: HERE # seaworthy: ignore[x] why',
    ],
    [
      'when they name no rule that exists',
      'a: b # seaworthy: ignore[project/waiver-unusd] why',
      ['the waiver names project/waiver-unusd, which is no rule'],
      'a: b # seaworthy: ignore[project/waiver-unused] why',
    ],
    [
      'when they name nothing',
      'a: b # seaworthy: ignore',
      ['the waiver names no rule in brackets, so it waives nothing'],
      undefined,
    ],
    ['not for a rule that did not run', 'a: b # seaworthy: ignore[compose/z] why', [], undefined],
    ['not when they are another tool’s', '# hadolint ignore=DL1,DL2\nRUN a', [], undefined],
  ])('%s', (_name, text, open, fixed) => {
    const result = reviewed(text);
    expect([result.open, result.fixed]).toEqual([open, fixed]);
  });
});

describe('something missing', () => {
  const files = {
    'compose.yaml': 'services:\n  # seaworthy: ignore[x] why\n  api:\n    # a comment\n    image: api\n',
    'compose.prod.yaml': 'services:\n  # seaworthy: ignore[x] why\n  api:\n    image: api\n',
    'flow.yaml': 'services:\n  # seaworthy: ignore[x] why\n  api: {image: api}\n',
    'top.yaml': '# seaworthy: ignore[x] why\nservices:\n  api:\n    image: api\n',
  };

  test.each([
    ['is waived above the key of its object', 'compose.yaml', 'image: api\n', 'compose.yaml', true],
    ['also above the key in an overlay', 'compose.prod.yaml', 'image: api\n', 'compose.yaml', true],
    ['also in flow style', 'flow.yaml', '{image: api}', 'flow.yaml', true],
    ['not above what holds the object', 'top.yaml', 'image: api\n', 'top.yaml', false],
  ])('%s', (_name, file, mapping, nameFile, expected) => {
    const name = nameFile === file ? file : 'absent';
    const given = { absent: 'api', [file]: files[file as keyof typeof files] ?? '' };
    const span = spanOf(given, file, mapping);
    const api = smallService({ name: 'api', nameSpan: spanOf(given, name, 'api'), span });
    const stacks = [smallStack({ services: new Map([['api', api]]) })];
    const missing = madeRule('x', 'service', (service) => [{ at: service.span, message: 'x' }]);
    const { findings } = review(smallProject(given, { stacks }), { catalogue: [missing] });
    expect(findings.some(({ waived }) => waived !== undefined)).toBe(expected);
  });
});

test('what is found inside an instruction is waived above it', () => {
  const files = { Dockerfile: '# hadolint ignore=DL1\nRUN a && \\\n  b\n' };
  const span = spanOf(files, 'Dockerfile', 'RUN a && \\\n  b');
  const instruction = {
    keyword: 'RUN',
    keywordSpan: span,
    span,
    flags: [],
    args: [],
    form: 'shell' as const,
    raw: { value: 'a && b', span },
    pieces: [{ at: 0, offset: span.start }],
    pairs: [],
    heredocs: [],
    stage: undefined,
  };
  const dockerfile: Dockerfile = {
    file: 'Dockerfile',
    stages: [],
    args: new Map(),
    instructions: [instruction],
    problems: [],
  };
  const rule = madeRule(
    'x',
    'instruction',
    () => [{ at: spanOf(files, 'Dockerfile', 'b\n'), message: 'x' }],
    { aliases },
  );
  const project = smallProject(files, { dockerfiles: new Map([['Dockerfile', dockerfile]]) });
  const { findings } = review(project, { catalogue: [rule] });
  expect(findings.map(({ waived }) => waived?.reason)).toEqual(['hadolint ignore=DL1']);
});

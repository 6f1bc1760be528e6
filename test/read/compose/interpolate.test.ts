// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { interpolate } from '../../../src/read/compose/interpolate.ts';
import { processLookup } from '../../../src/read/compose/variables.ts';
import { read, web } from './reading.ts';

const lookup = processLookup({ SET: 'value', EMPTY: '', OTHER: 'two' });

describe('variable expressions give what docker compose gives', () => {
  test.each([
    ['plain text', 'a b', 'a b'],
    ['a name', '$SET!', 'value!'],
    ['a name in braces', '${SET}x', 'valuex'],
    ['an unset name is blank', '[$NONE${NONE}]', '[]'],
    ['a default for unset', '${NONE:-d}', 'd'],
    ['a default for empty', '${EMPTY:-d}', 'd'],
    ['no default for empty', '${EMPTY-d}', ''],
    ['a default not needed', '${SET:-d}', 'value'],
    ['an alternative', '${SET:+alt}', 'alt'],
    ['no alternative for empty', '${EMPTY:+alt}', ''],
    ['an alternative for set but empty', '${EMPTY+alt}', 'alt'],
    ['required and there', '${SET:?gone}${EMPTY?gone}', 'value'],
    ['nested defaults', '${NONE:-${NONE2:-${OTHER}}}', 'two'],
    ['text around nested ones', '${NONE:-a-${SET}-b}', 'a-value-b'],
    ['braces in a default', '${NONE:-{"a":1}}', '{"a":1}'],
    ['an operator inside of a default', '${NONE:-http://x:80/?a-b}', 'http://x:80/?a-b'],
    ['an escaped dollar', '$$SET $${SET}', '$SET ${SET}'],
    ['a lone dollar', 'a $ b$', 'a $ b$'],
    ['a dollar and a digit', '$1', '$1'],
    ['two in a row', '$SET$OTHER', 'valuetwo'],
  ])('%s', (_name, template, expected) => {
    const result = interpolate(template, lookup);
    expect(result.text).toBe(expected);
    expect(result.faults).toEqual([]);
  });

  test.each([
    ['no name', 'a ${} b', '${}'],
    ['a digit first', '${1A}', '${1A}'],
    ['not closed', 'x ${SET', '${SET'],
    ['an unknown operator', '${SET/a/b}', '${SET/a/b}'],
    ['a default not closed', '${SET:-abc', '${SET:-abc'],
  ])('malformed: %s', (_name, template, bad) => {
    const { text, faults } = interpolate(template, lookup);
    expect(text).toBe(template);
    expect(faults.map(({ kind, start, end }) => [kind, template.slice(start, end)])).toEqual([
      ['syntax', bad],
    ]);
  });

  test('a required variable that is missing says why', () => {
    const { text, faults } = interpolate('a${NONE:?set $OTHER first}b', lookup);
    expect(text).toBe('ab');
    expect(faults[0]?.message).toBe('Variable NONE is required and not set: set two first');
  });
});

describe('uses are recorded at the expression', () => {
  test.each([
    ['plain', 'image: a:${TAG}'],
    ['double quotes', 'image: "a:${TAG}"'],
    ['double quotes with escapes before', 'image: "\\"\\u00e9\\t:${TAG}"'],
    ['single quotes', "image: 'it''s:${TAG}'"],
    ['flow', 'labels: { a: "x", b: "${TAG}" }'],
    ['a block text', 'command: |\n  echo one\n  echo ${TAG}'],
  ])('%s', (_name, lines) => {
    const reading = read(`services:\n  web:\n    build: .\n${lines.replace(/^/gm, '    ')}\n`);
    expect(reading.stack.variables.map(({ name, span }) => [name, reading.at(span)])).toEqual([
      ['TAG', '${TAG}'],
    ]);
  });

  test('with form, source and definition', () => {
    const envFiles = [{ file: '.env', text: 'A=1\nB=${A}2\n' }];
    const reading = web('labels: ["${A:-x}", "${B}", "${P?p}", "${U}", "${U2:+y}"]', {
      envFiles,
      processEnv: { P: 'p' },
    });
    const uses = reading.stack.variables.map(({ name, form, from, definedAt }) => [
      name,
      form,
      from,
      reading.at(definedAt),
    ]);
    expect(uses).toEqual([
      ['A', 'plain', 'env-file', '1'],
      ['A', 'default', 'env-file', '1'],
      ['B', 'plain', 'env-file', '${A}2'],
      ['P', 'required', 'process', ''],
      ['U', 'plain', undefined, ''],
      ['U2', 'alternative', undefined, ''],
    ]);
    expect(reading.web.labels.get('12')?.value).toBe('');
  });

  test('numbers and booleans are cast after interpolation', () => {
    const reading = web('privileged: ${P}\ndeploy: { replicas: "${N}" }\nhealthcheck: { retries: "${N}" }', {
      processEnv: { P: 'yes', N: '3' },
    });
    expect(reading.web.privileged?.value).toBe(true);
    expect(reading.web.replicas?.value).toBe(3);
    expect(reading.web.healthcheck?.retries).toBe(3);
    expect(reading.problems).toEqual([]);
  });

  test('problems stand at the expression', () => {
    const reading = web('user: "${USER_ID:?is needed}"\nhostname: a${B');
    expect(reading.problems).toEqual([
      'variable-required: ${USER_ID:?is needed}',
      'interpolation-syntax: ${B',
    ]);
  });

  test('nothing is replaced when told so', () => {
    const reading = web('user: ${A}', { interpolate: false });
    expect([reading.web.user?.value, reading.stack.variables]).toEqual(['${A}', []]);
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { plainConfig, renderConfig } from '../../../src/read/compose/config.ts';
import { emitYaml } from '../../../src/read/compose/emit-yaml.ts';
import { readYaml } from '../../../src/syntax/yaml.ts';
import { read } from './reading.ts';

const text = `name: shop
services:
  web:
    image: nginx:\${TAG:-1}
    environment:
      DB_PASSWORD: hunter2
      DATABASE_URL: postgres://app:hunter2@db/app
      PRICE: 5$$
    command: [server, --token=abc, "a: b"]
    ports: ["80:80"]
    secrets: [db_password]
  extra: {image: x, profiles: [dev]}
secrets: {db_password: {file: ./pw}}
`;

describe('the resolved project', () => {
  test('is printed in long form, sorted, masked, without disabled services', () => {
    expect(renderConfig(read(text).stack, { format: 'yaml', showSecrets: false })).toBe(
      `name: shop
services:
  web:
    command:
      - server
      - --token=***
      - "a: b"
    environment:
      DATABASE_URL: postgres://app:***@db/app
      DB_PASSWORD: "***"
      PRICE: "5$$"
    image: nginx:1
    networks:
      default: null
    ports:
      - mode: ingress
        protocol: tcp
        published: "80"
        target: 80
    secrets:
      - source: db_password
        target: /run/secrets/db_password
networks:
  default:
    name: shop_default
secrets:
  db_password:
    file: pw
    name: shop_db_password
`
        .replaceAll('- --token=***', '- "--token=***"')
        .replace('postgres://app:***@db/app', '"postgres://app:***@db/app"'),
    );
  });

  test.each(['yaml', 'json'] as const)('read again as %s gives the same project', (format) => {
    const { stack } = read(text, { profiles: ['*'] });
    const again = read(renderConfig(stack, { format, showSecrets: true }), { profiles: ['*'] });
    expect(again.problems).toEqual([]);
    expect(plainConfig(again.stack, true)).toEqual(plainConfig(stack, true));
  });

  test('no secret is in the output unless asked for', () => {
    const { stack } = read(text);
    expect(renderConfig(stack, { format: 'json', showSecrets: false })).not.toMatch(/hunter2|abc/);
    expect(renderConfig(stack, { format: 'json', showSecrets: true })).toMatch(/hunter2/);
  });

  test.each([
    'plain',
    'true',
    'no',
    '012',
    '1e3',
    '~',
    '',
    ' a',
    'a ',
    'a: b',
    '- a',
    '#x',
    'a #b',
    '*a',
    '&a',
    '!t',
    'x\ny',
    '"q"',
    "it's",
    '{a}',
    '[a]',
    'ü',
    'null',
    '0x1f',
    '1:30',
    '=',
    '<<',
    '@x',
    '`x',
    '%x',
    'a\tb',
    '---',
    '...',
  ])('the text %j survives YAML', (value) => {
    const root = readYaml('x', emitYaml({ [value]: [value, { a: value }] })).documents[0]?.root;
    const entry = root?.kind === 'map' ? root.entries[0] : undefined;
    const item = entry?.value.kind === 'list' ? entry.value.items[0] : undefined;
    expect([entry?.key.text, item?.kind === 'scalar' ? item.value : undefined]).toEqual([value, value]);
  });
});

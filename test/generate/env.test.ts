// The form of an env file: every key, who reads it, and what belongs there.
import { describe, expect, test } from 'vitest';
import { envKeys } from '../../src/generate/env/keys.ts';
import { isPlaceholder, misfit, typeOf } from '../../src/generate/env/types.ts';
import { filesOf, generation } from './generating.ts';

const shop = {
  'compose.yaml': `name: shop
services:
  api:
    build: .
    env_file: api.env
    environment:
      DB_PASSWORD: \${DB_PASSWORD:?}
      LEVEL: \${LEVEL:-info}
      PORT: "8000"
    ports: ["127.0.0.1:\${API_PORT:-8080}:8000"]
`,
  Dockerfile:
    'FROM node:22.12.0-alpine3.21\nWORKDIR /app\nCOPY server.js ./\nENV REGION=eu\nUSER node\nCMD ["node", "server.js"]\n',
  '.dockerignore': '.env\napi.env\n',
  '.gitignore': '.env\napi.env\n',
  'server.js': `const http = require('node:http');
const workers = Number(process.env.WORKERS ?? '4');
const url = requireEnv('PAYMENT_URL');
const region = process.env.REGION;
const level = process.env.LEVEL;
function requireEnv(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(name);
  return value;
}
http.createServer((request, response) => response.end(url + workers)).listen(Number(process.env.PORT));
`,
};

describe('generate env', () => {
  test('has a file for each env file, with readers, types and defaults', async () => {
    const made = await generation('env', shop);
    expect(made.generated.files.map(({ path }) => path)).toEqual(['.env.example', 'api.env.example']);
    expect(made.text('.env.example')).toBe(`# Copy to .env and fill in. .env itself stays out of git.

# Nothing starts without these.

# A secret; read by api in compose.yaml:7
DB_PASSWORD=

# These may be left out.

# A port, without it 8080; read by api in compose.yaml:10
# API_PORT=8080

# Text, without it info; read by api in compose.yaml:8
# LEVEL=info
`);
    expect(made.text('api.env.example')).toBe(`# Copy to api.env and fill in. api.env itself stays out of git.

# Nothing starts without these.

# A URL; read by api in server.js:3
PAYMENT_URL=

# These may be left out.

# A number, without it 4; read by api in server.js:2
# WORKERS=4
`);
  });

  test('what is made reads back as the keys that it was made of', async () => {
    const { before, after } = await generation('env', shop);
    const [stack] = before.stacks;
    const keys = stack === undefined ? [] : envKeys(before, stack);
    for (const file of ['.env', 'api.env']) {
      const names = after.envFiles.get(`${file}.example`)?.entries.map(({ name }) => name.value);
      expect(names).toEqual(
        keys.filter((key) => key.file === file && key.isRequired).map(({ name }) => name),
      );
    }
  });

  test.each([
    ['flawed', ['env/env-example-differs .env.example:7 PORT is missing in .env']],
    ['repaired', []],
  ])('the example %s', async (name, awaits) => {
    const files = Object.entries(filesOf(`examples/policy-platform/${name}`)).filter(
      ([path]) => path !== '.env.example',
    );
    const { text } = await generation('env', Object.fromEntries(files), { awaits });
    expect(text('.env.example')).toMatch(/^# Nothing starts without these\.$/m);
  });

  test('what a service is given and no code is known to read stays in', async () => {
    const { text } = await generation('env', {
      'compose.yaml':
        'name: shop\nservices:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n    env_file: .env\n',
      '.env': 'TITLE=shop\n',
      '.gitignore': '.env\n',
    });
    expect(text('.env.example')).toContain('may know them.\n\n# TITLE=\n');
  });

  test('a default that is a secret is not handed on', async () => {
    const { text } = await generation('env', {
      'compose.yaml': `name: shop\nservices:\n  web:\n    image: ghcr.io/acme/web:1.2.3\n    environment:\n      TOKEN: \${TOKEN:-h4nd3d-0n-4lw4ys}\n`,
    });
    expect(text('.env.example')).not.toContain('h4nd3d');
  });
});

describe('types', () => {
  test.each([
    ['DB_PASSWORD', [], [], 'secret'],
    ['API_PORT', [], [], 'port'],
    ['WORKERS', ['4'], [], 'number'],
    ['WORKERS', [], ['number'], 'number'],
    ['CACHE', ['true'], [], 'boolean'],
    ['API_URL', [], [], 'url'],
    ['BASE', ['https://acme.example'], [], 'url'],
    ['DB_HOST', [], [], 'address'],
    ['TITLE', ['4', 'shop'], [], 'text'],
  ] as const)('%s with defaults %j is %s', (name, defaults, conversions, expected) => {
    expect(typeOf({ name, defaults, conversions })).toBe(expected);
  });

  test.each([
    ['port', '8080', undefined],
    ['port', '99999', 'is no port (a number from 1 to 65535)'],
    ['port', 'http', 'is no port (a number from 1 to 65535)'],
    ['number', '1_000', undefined],
    ['number', '10s', 'is no number'],
    ['boolean', 'TRUE', undefined],
    ['boolean', 'maybe', 'is neither true nor false'],
    ['url', 'postgres://u:p@db/x', undefined],
    ['url', '/var/lib/app.db', undefined],
    ['url', 'two words', 'is no URL (scheme://host)'],
    ['address', 'two words', 'is no host: it has blanks in it'],
    ['secret', ' blank', 'begins or ends with a blank'],
    ['text', 'anything at all', undefined],
  ] as const)('%s %j', (type, value, expected) => {
    expect(misfit(type, value)).toBe(expected);
  });

  test.each([
    ['changeme', true],
    ['<your key>', true],
    ['your-api-key', true],
    ['xxxx', true],
    ['{{ token }}', true],
    ['info', false],
    ['https://your.example', false],
    ['exchange', false],
  ])('%j is a placeholder: %s', (value, expected) => {
    expect(isPlaceholder(value)).toBe(expected);
  });
});

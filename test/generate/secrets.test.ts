// Values of secrets: their shape, and that what is made reads back clean.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fileVariables } from '../../src/generate/secrets/file-variables-table.ts';
import { isGivenByOthers, secretValue } from '../../src/generate/secrets/values.ts';
import { generation } from './generating.ts';

describe('values', () => {
  test.each([
    ['POSTGRES_PASSWORD', /^[0-9a-f]{48}$/],
    ['db_password', /^[0-9a-f]{48}$/],
    ['JWT_SECRET', /^[0-9a-f]{64}$/],
    ['APP_KEY', /^base64:[A-Za-z0-9+/]{43}=$/],
    ['SECRET_KEY_BASE', /^[0-9a-f]{128}$/],
    ['AIRFLOW__CORE__FERNET_KEY', /^[\w-]{43}=$/],
    ['N8N_ENCRYPTION_KEY', /^[0-9a-f]{64}$/],
  ])('%s', (name, shape) => {
    const values = Array.from({ length: 20 }, () => secretValue(name, randomBytes));
    for (const value of values) expect(value).toMatch(shape);
    expect(new Set(values).size).toBe(20);
  });

  test.each([
    ['STRIPE_SECRET_KEY', true],
    ['OPENAI_API_KEY', true],
    ['SMTP_PASSWORD', true],
    ['GITHUB_TOKEN', true],
    ['SENTRY_DSN', true],
    ['POSTGRES_PASSWORD', false],
    ['JWT_SECRET', false],
    ['SESSION_SECRET', false],
    ['ADMIN_PASSWORD', false],
  ])('%s is given out by others: %s', (name, expected) => {
    expect(isGivenByOthers(name)).toBe(expected);
  });
});

test('every row of the table has a source', () => {
  for (const { source, repositories } of fileVariables) {
    expect(URL.canParse(source), source).toBe(true);
    expect(repositories.length).toBeGreaterThan(0);
  }
  const all = fileVariables.flatMap(({ repositories }) => repositories);
  expect(new Set(all).size).toBe(all.length);
});

test('files of secrets, ignored by git', async () => {
  const made = await generation('secrets', {
    'compose.yaml': `services:
  db:
    image: postgres:17.2
    secrets: [db_password]
    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db_password }
secrets:
  db_password:
    file: ./secrets/db_password
`,
  });
  expect(made.generated.files.map(({ path, mode }) => [path, mode])).toEqual([
    ['secrets/db_password', 0o600],
    ['.gitignore', undefined],
  ]);
  expect(made.after.files.isGitIgnored('secrets/db_password')).toBe(true);
});

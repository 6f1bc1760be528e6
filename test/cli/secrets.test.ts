// `secrets` as a user meets it: what is written where, with which mode, and that no value is ever shown.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { seaworthy, temporaryFolder } from './command.ts';

function text(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function mode(folder: string, path: string): number {
  return statSync(join(folder, path)).mode & 0o777;
}

const byVariable = {
  'compose.yaml': `name: shop
services:
  api:
    image: ghcr.io/acme/api:1.2.3
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD:?}@db/shop
      SESSION_SECRET: \${SESSION_SECRET:?}
      STRIPE_API_KEY: \${STRIPE_API_KEY:?}
    secrets: [signing_key]
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD: \${DB_PASSWORD:?}
secrets:
  signing_key:
    file: ./secrets/signing_key
`,
};

const literals = {
  'compose.yaml': `name: shop
services:
  blog:
    image: wordpress:6.7.1
    environment:
      WORDPRESS_DB_HOST: db # the host
      WORDPRESS_DB_PASSWORD: Kj8-first-value   # keep me
  db:
    image: mysql:8.4.3
    environment:
      - MYSQL_USER=blog
      - MYSQL_PASSWORD=Kj8-first-value
      - MYSQL_ROOT_PASSWORD=Kj8-second-value
    secrets:
      - other
  api:
    build: .
    environment: { TOKEN_SECRET: 'Kj8-third-value', DB: "mysql://app:Kj8-fourth-value@db/x" }
secrets:
  other:
    external: true
`,
  Dockerfile: 'FROM node:22.12.0-alpine3.21\nUSER node\nCMD ["node"]\n',
};

describe('secrets init', () => {
  test('gives values to variables and files that have none, for the owner only', () => {
    const cwd = temporaryFolder(byVariable);
    const { code, stdout, stderr } = seaworthy(['secrets', 'init'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('wrote .env\n');
    expect(stdout).toContain('STRIPE_API_KEY is given out by others: put it into .env (compose.yaml:8)');
    expect(text(cwd, '.env')).toMatch(/^DB_PASSWORD=[0-9a-f]{48}\nSESSION_SECRET=[0-9a-f]{64}\n$/);
    expect(text(cwd, 'secrets/signing_key')).toMatch(/^[0-9a-f]{64}$/);
    expect([mode(cwd, '.env'), mode(cwd, 'secrets/signing_key')]).toEqual([0o600, 0o600]);
    expect(text(cwd, '.gitignore')).toBe('# Secrets, made by seaworthy\n/secrets/\n/.env\n');
  });

  test('twice is once', () => {
    const cwd = temporaryFolder(byVariable);
    seaworthy(['secrets', 'init'], { cwd });
    const before = ['.env', 'secrets/signing_key', '.gitignore'].map((path) => text(cwd, path));
    const { code, stdout } = seaworthy(['secrets', 'init'], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^(?:wrote|changed)/m);
    expect(['.env', 'secrets/signing_key', '.gitignore'].map((path) => text(cwd, path))).toEqual(before);
  });

  test('what is made up is replaced where it stands, and the rest of the file is as it was', () => {
    const env =
      '# ours\r\nOTHER=1\r\nDB_PASSWORD=changeme # the database\r\nSESSION_SECRET=\r\nSTRIPE_API_KEY=sk_1';
    const cwd = temporaryFolder({ ...byVariable, '.env': env, '.gitignore': '.env\nsecrets\n' });
    chmodSync(join(cwd, '.env'), 0o644);
    expect(seaworthy(['secrets', 'init'], { cwd }).code).toBe(0);
    expect(text(cwd, '.env')).toMatch(
      /^# ours\r\nOTHER=1\r\nDB_PASSWORD=[0-9a-f]{48} # the database\r\nSESSION_SECRET=[0-9a-f]{64}\r\nSTRIPE_API_KEY=sk_1$/,
    );
    expect(mode(cwd, '.env')).toBe(0o600);
    expect(text(cwd, '.gitignore')).toBe('.env\nsecrets\n');
  });

  test('for an environment it fills the file of that environment', () => {
    const cwd = temporaryFolder(byVariable);
    expect(seaworthy(['secrets', 'init', '-e', 'production'], { cwd }).code).toBe(0);
    expect(text(cwd, '.env.production')).toContain('DB_PASSWORD=');
    expect(existsSync(join(cwd, '.env'))).toBe(false);
  });

  test('literals go to files and variables, comments stay, and no value is shown', () => {
    const cwd = temporaryFolder(literals);
    const { code, stdout, stderr } = seaworthy(['secrets', 'init'], { cwd });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('Kj8');
    expect(text(cwd, 'compose.yaml')).toBe(`name: shop
services:
  blog:
    image: wordpress:6.7.1
    secrets: [wordpress_db_password]
    environment:
      WORDPRESS_DB_HOST: db # the host
      WORDPRESS_DB_PASSWORD_FILE: /run/secrets/wordpress_db_password   # keep me
  db:
    image: mysql:8.4.3
    environment:
      - MYSQL_USER=blog
      - MYSQL_PASSWORD_FILE=/run/secrets/wordpress_db_password
      - MYSQL_ROOT_PASSWORD_FILE=/run/secrets/mysql_root_password
    secrets:
      - other
      - wordpress_db_password
      - mysql_root_password
  api:
    build: .
    environment: { TOKEN_SECRET: '\${TOKEN_SECRET:?set it in .env}', DB: "mysql://app:\${API_PASSWORD:?set it in .env}@db/x" }
secrets:
  other:
    external: true
  wordpress_db_password:
    file: ./secrets/wordpress_db_password
  mysql_root_password:
    file: ./secrets/mysql_root_password
`);
    expect(text(cwd, 'secrets/wordpress_db_password')).toBe('Kj8-first-value');
    expect(text(cwd, '.env')).toBe('TOKEN_SECRET=Kj8-third-value\nAPI_PASSWORD=Kj8-fourth-value\n');
    expect(stdout).toContain('blog reads secrets/wordpress_db_password as www-data: sudo chown 33');
    expect(stdout).toContain('it has no file of its own, since api (TOKEN_SECRET) cannot read one');
    expect(stdout).toContain('would be sent to the builder of api');
    expect(stdout).toContain('secrets rotate mysql_root_password');
    // What runs is what ran: the same variables, now from elsewhere.
    const config = seaworthy(['config', '--show-secrets', '--format', 'json'], { cwd });
    expect(config.stderr).toBe('');
    expect(config.stdout).toContain('mysql://app:Kj8-fourth-value@db/x');
  });

  test.each(['-o json', '--dry-run', '--dry-run --json'])('%s shows no value either', (flags) => {
    const cwd = temporaryFolder(literals);
    const { code, stdout, stderr } = seaworthy(['secrets', 'init', ...flags.split(' ')], { cwd });
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('Kj8-first');
    expect(existsSync(join(cwd, 'secrets'))).toBe(flags === '-o json');
  });

  test('a value that came through an anchor stays, and a person is told', () => {
    const cwd = temporaryFolder({
      'compose.yaml': `name: shop
x-env: &env
  DB_PASSWORD: Kj8-first-value
services:
  a:
    image: ghcr.io/acme/a:1.2.3
    environment: *env
`,
    });
    const before = text(cwd, 'compose.yaml');
    const { stdout } = seaworthy(['secrets', 'init'], { cwd });
    expect(text(cwd, 'compose.yaml')).toBe(before);
    expect(stdout).toContain('cannot be replaced safely');
  });

  test('a password that is the same text as its user, and the administrator’s', () => {
    const cwd = temporaryFolder({
      'compose.yaml': `name: shop
services:
  app:
    image: ghcr.io/acme/app:1.2.3
    environment:
      DATABASE_URL: mysql://shop:shop@db/shop
      APP_SECRET: replace-me-with-a-random-string
  db:
    image: mysql:8.4.3
    environment: { MYSQL_USER: shop, MYSQL_PASSWORD: shop, MYSQL_ROOT_PASSWORD: shop }
`,
    });
    expect(seaworthy(['secrets', 'init'], { cwd }).code).toBe(0);
    const compose = text(cwd, 'compose.yaml');
    expect(compose).toContain(`DATABASE_URL: mysql://shop:\${MYSQL_PASSWORD:?set it in .env}@db/shop\n`);
    expect(compose).toContain(
      `MYSQL_PASSWORD: "\${MYSQL_PASSWORD:?set it in .env}", MYSQL_ROOT_PASSWORD_FILE: /run/secrets/`,
    );
    expect(text(cwd, '.env')).toMatch(/^MYSQL_PASSWORD=shop\nAPP_SECRET=[0-9a-f]{64}\n$/m);
  });

  test('git does not see them', () => {
    const cwd = temporaryFolder(byVariable);
    execFileSync('git', ['init', '-q'], { cwd });
    seaworthy(['secrets', 'init'], { cwd });
    const seen = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], {
      cwd,
      encoding: 'utf8',
    });
    expect(seen).toBe('?? .gitignore\n?? compose.yaml\n');
  });
});

describe('secrets rotate', () => {
  test('in two steps, each written with mode 0600', () => {
    const cwd = temporaryFolder(literals);
    seaworthy(['secrets', 'init'], { cwd });
    const begun = seaworthy(['secrets', 'rotate', 'mysql_root_password'], { cwd });
    expect(begun.code).toBe(0);
    const next = text(cwd, 'secrets/mysql_root_password.next');
    expect(next).toMatch(/^[0-9a-f]{48}$/);
    expect(text(cwd, 'secrets/mysql_root_password')).toBe('Kj8-second-value');
    expect(begun.stdout).toContain('RETAIN CURRENT PASSWORD');
    expect(begun.stdout).toContain('DISCARD OLD PASSWORD');
    expect(begun.stdout).not.toContain(next);
    const again = seaworthy(['secrets', 'rotate', 'mysql_root_password'], { cwd });
    expect({ code: again.code, begun: again.stderr.includes('--finish') }).toEqual({ code: 3, begun: true });
    const done = seaworthy(['secrets', 'rotate', 'mysql_root_password', '--finish'], { cwd });
    expect(done.code).toBe(0);
    expect(text(cwd, 'secrets/mysql_root_password')).toBe(next);
    expect(text(cwd, 'secrets/mysql_root_password.previous')).toBe('Kj8-second-value');
    expect(existsSync(join(cwd, 'secrets/mysql_root_password.next'))).toBe(false);
    expect(mode(cwd, 'secrets/mysql_root_password')).toBe(0o600);
    expect(done.stdout).not.toContain('--finish');
  });

  test('a variable changes in its env file alone', () => {
    const cwd = temporaryFolder({
      ...byVariable,
      '.env': '# ours\nDB_PASSWORD=old-value-1 # db\nSESSION_SECRET=x9\n',
    });
    expect(seaworthy(['secrets', 'rotate', 'DB_PASSWORD'], { cwd }).stdout).toContain(
      '< secrets/DB_PASSWORD.next',
    );
    const next = text(cwd, 'secrets/DB_PASSWORD.next');
    expect(seaworthy(['secrets', 'rotate', 'DB_PASSWORD', '--finish'], { cwd }).code).toBe(0);
    expect(text(cwd, '.env')).toBe(`# ours\nDB_PASSWORD=${next} # db\nSESSION_SECRET=x9\n`);
    expect(text(cwd, 'secrets/DB_PASSWORD.previous')).toBe('old-value-1');
  });

  test('the plan as JSON', () => {
    const cwd = temporaryFolder({ ...byVariable, '.env': 'DB_PASSWORD=old-value-1\nSESSION_SECRET=x9\n' });
    const { stdout } = seaworthy(['secrets', 'rotate', 'SESSION_SECRET', '--json', '--dry-run'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'seaworthy.rotation/1',
      secret: 'SESSION_SECRET',
      overlaps: false,
      steps: expect.arrayContaining([
        { says: expect.any(String), command: 'docker compose up -d --no-deps --force-recreate api' },
      ]),
    });
    expect(existsSync(join(cwd, 'secrets'))).toBe(false);
  });

  test.each<[readonly string[], number, string]>([
    [['secrets'], 64, 'what to do is missing'],
    [['secrets', 'lst'], 64, 'It is one of: init, rotate NAME, ls.'],
    [['secrets', 'rotate'], 64, 'takes the name of one secret'],
    [['secrets', 'rotate', 'DB_PASSWROD'], 64, 'Did you mean DB_PASSWORD?'],
    [['secrets', 'rotate', 'DB_PASSWORD'], 3, 'has no value yet'],
    [['secrets', 'rotate', 'signing_key', '--finish'], 3, 'has no value yet'],
  ])('%j is refused', (args, code, said) => {
    const answer = seaworthy(args, { cwd: temporaryFolder(byVariable) });
    expect({ code: answer.code, stdout: answer.stdout }, answer.stderr).toEqual({ code, stdout: '' });
    expect(answer.stderr).toContain(said);
  });
});

describe('secrets ls', () => {
  test('says where each is, and who holds it', () => {
    const cwd = temporaryFolder({ ...byVariable, '.env': 'DB_PASSWORD=Kj8-old\n' });
    const { code, stdout } = seaworthy(['secrets', 'ls'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'DB_PASSWORD     set    variable .env  api (DATABASE_URL), db (POSTGRES_PASSWORD)',
        'SESSION_SECRET  unset  variable  api (SESSION_SECRET)',
        'STRIPE_API_KEY  unset  variable  api (STRIPE_API_KEY)',
        'signing_key     unset  file secrets/signing_key  api',
        '',
      ].join('\n'),
    );
  });

  test('as JSON, without values', () => {
    const cwd = temporaryFolder(literals);
    const { stdout } = seaworthy(['secrets', 'ls', '--json'], { cwd });
    expect(stdout).not.toContain('Kj8');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'seaworthy.secrets/1',
      secrets: expect.arrayContaining([
        {
          name: 'token_secret',
          kind: 'literal',
          file: 'compose.yaml',
          users: ['api (TOKEN_SECRET)'],
          isSet: true,
        },
      ]),
    });
  });
});

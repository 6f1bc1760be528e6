// `env check`: what is wrong with the env files of an environment, by the command line.
import { describe, expect, test } from 'vitest';
import { seaworthy, temporaryFolder } from './command.ts';

const compose = `name: shop
services:
  api:
    image: ghcr.io/acme/api:1.2.3
    environment:
      DB_PASSWORD: \${DB_PASSWORD:?}
      API_URL: \${API_URL}
      SESSION_SECRET: \${SESSION_SECRET:?}
    ports: ["127.0.0.1:\${API_PORT:-8080}:8000"]
`;

const good = {
  'compose.yaml': compose,
  '.gitignore': '.env*\n',
  '.env': 'API_URL=https://acme.example\nDB_PASSWORD=f3b1c2d49a8e7766\n',
  '.env.production': 'DB_PASSWORD=0a9b8c7d6e5f4433\nSESSION_SECRET=5f4433aa0a9b8c7d6e\nAPI_PORT=8081\n',
};

function check(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  return seaworthy(['env', 'check', '-e', 'production', ...args], { cwd: temporaryFolder(files) });
}

describe('env check', () => {
  test('has nothing to say of good files', () => {
    expect(check(good)).toEqual({
      code: 0,
      stdout: 'nothing to say: 4 keys, .env, .env.production\n',
      stderr: '',
    });
  });

  test.each<[string, Readonly<Record<string, string>>, number, string]>([
    [
      'missing',
      { '.env.production': 'DB_PASSWORD=0a9b8c7d6e5f4433\n' },
      3,
      'missing  SESSION_SECRET is set nowhere  compose.yaml:8\n',
    ],
    [
      'empty',
      { '.env.production': 'SESSION_SECRET=\n' },
      3,
      'missing  SESSION_SECRET is empty  compose.yaml:8\n',
    ],
    [
      'of the wrong type',
      { '.env.production': `${good['.env.production'].replace('8081', 'http')}` },
      3,
      'type  API_PORT is no port (a number from 1 to 65535)  .env.production:3\n',
    ],
    [
      'a placeholder',
      { '.env.production': 'SESSION_SECRET=change-me\n' },
      3,
      'placeholder  SESSION_SECRET holds a placeholder  .env.production:1\n',
    ],
    [
      'easily guessed',
      { '.env.production': 'SESSION_SECRET=5f4433aa0a9b8c7d6e\nDB_PASSWORD=admin123\n' },
      0,
      'weak  DB_PASSWORD holds a password that is easily guessed  .env.production:2\n',
    ],
    [
      'unused',
      { '.env': `${good['.env']}OLD_NAME=1\n` },
      0,
      'unused  OLD_NAME is read by nothing that was found  .env:3\n',
    ],
    [
      'the same secret in two environments',
      { '.env.staging': 'SESSION_SECRET=5f4433aa0a9b8c7d6e\nAPI_PORT=8081\nDB_PASSWORD=99999c7d6e5f4433\n' },
      0,
      'drift  SESSION_SECRET is the same secret as in .env.staging  .env.production:2\n',
    ],
    [
      'set in another environment only',
      {
        '.env.staging':
          'SESSION_SECRET=1234433aa0a9b8c7d6e\nAPI_PORT=8081\nDB_PASSWORD=99999c7d6e5f4433\nFLAG=on\n',
      },
      0,
      'drift  FLAG is set in .env.staging and not in .env.production  .env.staging:4\n',
    ],
  ])('%s', (_name, files, code, said) => {
    const answer = check({ ...good, ...files });
    expect(
      { code: answer.code, stdout: answer.stdout.replace(/ +(?=[A-Z]\w* )/gm, '  ') },
      answer.stderr,
    ).toEqual({
      code,
      stdout: expect.stringContaining(said),
    });
    expect(check({ ...good, ...files }, '--strict').code).toBe(3);
  });

  test('no value is printed', () => {
    const answer = check({ ...good, '.env.production': 'DB_PASSWORD=changeme-h4nd3d\nAPI_PORT=h4nd3d\n' });
    expect(answer.code).toBe(3);
    expect(answer.stdout + answer.stderr).not.toContain('h4nd3d');
  });

  test('as JSON', () => {
    const { code, stdout } = check({ ...good, '.env.production': '' }, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'seaworthy.env-check/1',
      environment: 'production',
      files: ['.env', '.env.production'],
      keys: 4,
      problems: [
        {
          fault: 'missing',
          name: 'SESSION_SECRET',
          text: 'SESSION_SECRET is set nowhere',
          file: 'compose.yaml',
          line: 8,
        },
      ],
    });
  });

  test('keys that code reads from an env file of a service', () => {
    const answer = seaworthy(['env', 'check'], {
      cwd: temporaryFolder({
        'compose.yaml': 'name: shop\nservices:\n  api:\n    build: ./api\n    env_file: api.env\n',
        'api.env': 'TIMEOUT_MS=soon\nUNREAD=1\n',
        'api/Dockerfile': 'FROM node:22.12.0\nWORKDIR /app\nCOPY server.js ./\nCMD ["node", "server.js"]\n',
        'api/server.js':
          "const timeout = Number(process.env.TIMEOUT_MS ?? '100');\nconst key = requireEnv('API_TOKEN');\nsetTimeout(() => key, timeout);\n",
      }),
    });
    expect(answer.code).toBe(3);
    expect(answer.stdout).toMatch(/^missing +API_TOKEN is set nowhere +api\/server\.js:2$/m);
    expect(answer.stdout).toMatch(/^type +TIMEOUT_MS is no number +api\.env:1$/m);
    expect(answer.stdout).toMatch(/^unused +UNREAD is read by nothing that was found +api\.env:2$/m);
  });

  test.each([[['env']], [['env', 'chek']], [['env', 'check', 'more']]])('%j is refused', (args) => {
    const { code, stderr } = seaworthy(args, { cwd: temporaryFolder(good) });
    expect(code).toBe(64);
    expect(stderr).toContain('seaworthy env check');
  });
});

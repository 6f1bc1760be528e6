// The flawed examples as their people would mend them: fixes, and then the very commands that are printed; and they run.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from './faults/ports.ts';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist', 'seaworthy.js');

interface Flawed {
  readonly example: string;
  /** What must be on PATH for it to run. */
  readonly needs?: string;
  /** Folders whose packages are not among ours. */
  readonly packages?: readonly string[];
  /** What is asked of the system once it runs. */
  readonly smoke: string;
}

const examples: readonly Flawed[] = [
  {
    example: 'policy-platform',
    smoke: `smoke:
  - http: http://gateway:8080/api/policies
    expect: { status: 200 }
  - http: http://gateway:8080/
    expect: { status: 200 }
  - postgres: postgres://policy:\${POSTGRES_PASSWORD}@postgres:5432/policies
    query: select count(*) from policies
    expect: { rows: 1 }
`,
  },
  {
    example: 'task-manager',
    needs: 'mariadbd',
    packages: ['app'],
    smoke: `smoke:
  - http: http://proxy:8080/api/tasks
    expect: { status: 200 }
  - tcp: mariadb:3306
`,
  },
];

const isThere = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

describe.each(examples)('$example, flawed', ({ example, needs, packages = [], smoke }) => {
  const runs = needs === undefined || isThere(needs);
  test.runIf(runs)('goes from HIGH to LOW by fix and generate, and then runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-repair-'));
    // As root the data stores run as another user, who must be able to reach their folders.
    chmodSync(folder, 0o755);
    const stack = join(folder, 'stack');
    const seaworthy = (...args: string[]) => {
      const { SEAWORTHY_STATE_DIR: _state, ...env } = process.env;
      const done = spawnSync(process.execPath, [cli, ...args], { cwd: stack, env, encoding: 'utf8' });
      return { code: done.status, out: done.stdout, all: done.stdout + done.stderr };
    };
    const git = (...args: string[]) => execFileSync('git', args, { cwd: stack });
    /** As a person would in a shell, with `seaworthy` on PATH. */
    const run = (command: string) => {
      const PATH = `${join(folder, 'bin')}:${process.env['PATH']}`;
      const done = spawnSync('sh', ['-c', `${command} 2>&1`], {
        cwd: stack,
        env: { ...process.env, PATH },
        encoding: 'utf8',
      });
      expect(done.status, `${command}: ${done.stdout}`).toBe(0);
      return done.stdout;
    };
    const risk = () => JSON.parse(seaworthy('review', '--json').out).risk;
    try {
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'bin/seaworthy'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
        mode: 0o755,
      });
      cpSync(join(root, 'examples', example, 'flawed'), stack, { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      git('init', '-q');
      git('add', '-A');
      git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'flawed');
      expect(risk()).toBe('HIGH');

      const fixed = seaworthy('fix', '--unsafe', '--write', '--report');
      expect(fixed.code, fixed.all).toBe(0);
      expect(fixed.out).toContain('risk HIGH -> LOW');
      // What is left for a person names commands, and those may name more.
      const asked = generateCommands(fixed.out);
      expect(asked.length).toBeGreaterThan(0);
      const made = asked.map(run).join('\n');
      for (const [command] of made.matchAll(/\bgit rm --cached \S+/g)) run(command);
      expect(risk()).toBe('LOW');
      const again = seaworthy('fix', '--unsafe', '--check', '--json');
      expect(again.code, 'fixing twice is fixing once').toBe(0);
      const { open, commands } = JSON.parse(again.out);
      expect(commands).toEqual([]);
      // What is still there no text of the repository decides, and each says what a person does about it.
      for (const finding of open)
        expect(finding).toMatchObject({ reason: 'no-fix', advice: expect.stringMatching(/\w/) });

      // As the plan asks for: images would install them.
      for (const one of packages) execFileSync('npm', ['ci', '--silent'], { cwd: join(stack, one) });
      await onFreePorts(join(stack, 'docker-compose.yml'));
      writeFileSync(join(stack, 'seaworthy.yaml'), smoke, { flag: 'a' });
      const up = seaworthy('up', '--engine', 'local', '--progress', 'plain');
      expect(up.code, up.all).toBe(0);
      const checks = seaworthy('smoke');
      expect(checks.code, checks.all).toBe(0);
    } finally {
      seaworthy('down', '--volumes');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** As the report prints them: the command, two blanks, and the rules that it is for. */
function generateCommands(report: string): readonly string[] {
  return [...report.matchAll(/^ {2}(seaworthy generate .+?) {2}\S/gm)].flatMap(
    ([, command]) => command ?? [],
  );
}

/** Others may hold the ports of the example on this machine. */
async function onFreePorts(file: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const pattern = /"((?:127\.0\.0\.1:)?)\d+:(\d+)"/g;
  const ports: number[] = [];
  for (const _ of text.matchAll(pattern)) ports.push(await freePort());
  writeFileSync(
    file,
    text.replace(pattern, (_, host: string, target: string) => `"${host}${ports.pop()}:${target}"`),
  );
}

import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';
import { plainArgs, type StepCommand, stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'package-ad-hoc',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:adhoc-packages'],
  title: 'A step installs a package without version or lock file',
  why: 'The newest version is taken on each run, also one that was taken over by somebody else an hour ago.',
  fix: 'Put the tool into the lock file of the project, or name its version.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'step',
  only: ['run'],
  *check(step) {
    for (const command of stepCommands(step)) {
      const name = looseInstall(command);
      if (name !== undefined)
        yield { at: command.span, message: `${name} is installed in whatever version is the newest` };
    }
  },
  examples: [
    bad(
      steps(`
      - run: |
          pip install ruff
          npm install -g vercel
    `),
      ['.github/workflows/ci.yml:7:11', '.github/workflows/ci.yml:8:11'],
    ),
    good(
      steps(`
      - run: |
          pip install ruff==0.14.1 -r requirements.txt
          npm ci
          npm install -g vercel@48.1.0
    `),
    ),
  ],
});

/** The first package without version; undefined when all have one, or a file names them. */
function looseInstall(command: StepCommand): string | undefined {
  const { program, words } = command;
  const args = plainArgs(command);
  const isNpm =
    (program === 'npm' && /^(?:i|install|add)$/.test(args[0] ?? '')) ||
    (program === 'yarn' && args[0] === 'global' && args[1] === 'add');
  if (isNpm && words.some((word) => word === '-g' || word === '--global' || word === 'global')) {
    const names = args.slice(program === 'yarn' ? 2 : 1);
    return names.find((name) => /^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) && !name.startsWith('.'));
  }
  const isPip = /^pip[\d.]*$/.test(program) && args[0] === 'install';
  const isModule = /^python[\d.]*$/.test(program) && args[0] === 'pip' && args[1] === 'install';
  if (!isPip && !isModule) return undefined;
  if (words.some((word) => /^(?:-r|--requirement|-c|--constraint|-e|--editable|--require-hashes)/.test(word)))
    return undefined;
  return args
    .slice(isPip ? 1 : 2)
    .find(
      (name) => /^[A-Za-z][\w.-]*(?:\[[\w,-]+\])?$/.test(name) && !/^(?:pip|setuptools|wheel)$/.test(name),
    );
}

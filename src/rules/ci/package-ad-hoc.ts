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
        yield {
          at: command.span,
          message: `${name} is installed in whatever version ${/@[\^~<>*]/.test(name) ? 'fits' : 'is the newest'}`,
        };
    }
  },
  examples: [
    bad(
      steps(`
      - run: |
          pip install ruff
          npm install -g vercel
          npm install ajv
          yarn add --dev danger
          bundle add rake
    `),
      [
        '.github/workflows/ci.yml:7:11',
        '.github/workflows/ci.yml:8:11',
        '.github/workflows/ci.yml:9:11',
        '.github/workflows/ci.yml:10:11',
        '.github/workflows/ci.yml:11:11',
      ],
    ),
    bad(
      steps(`
      - run: |
          npm install -g npm@latest @acme/cli@preview
          pnpm add --global turbo
          bun add -g wrangler@^4
          go install golang.org/x/vuln/cmd/govulncheck@latest
          cargo install --locked cargo-audit
          pipx install poetry
          uv tool install ruff
          gem install bundler-audit
          pip install --upgrade "uv"
    `),
      [
        '.github/workflows/ci.yml:7:11',
        '.github/workflows/ci.yml:8:11',
        '.github/workflows/ci.yml:9:11',
        '.github/workflows/ci.yml:10:11',
        '.github/workflows/ci.yml:11:11',
        '.github/workflows/ci.yml:12:11',
        '.github/workflows/ci.yml:13:11',
        '.github/workflows/ci.yml:14:11',
        '.github/workflows/ci.yml:15:11',
      ],
    ),
    good(
      steps(`
      - run: |
          go install golang.org/x/vuln/cmd/govulncheck@v1.1.4
          go install ./cmd/shop
          cargo install --locked --version 0.21.2 cargo-audit
          cargo install cargo-audit@0.21.2
          cargo install --path crates/shop
          pipx install poetry==2.1.3
          uv tool install ruff@0.14.1
          gem install bundler-audit -v 0.9.2
          gem install bundler:2.6.2
          npm install -g @acme/cli@$VERSION ./packages/cli
          pip install .[test] "$WHEEL"
    `),
    ),
    good(
      steps(`
      - run: |
          pip install ruff==0.14.1 -r requirements.txt
          npm ci
          npm install
          npm install --prefix web
          npm install -w web
          npm install app-1.2.0.tgz ./packages/cli ajv@8.17.1
          bundle install
          npm install -g vercel@48.1.0
    `),
    ),
  ],
});

/** The first package without a version that stays; undefined when all have one, or a file names them. */
function looseInstall(command: StepCommand): string | undefined {
  const { words } = command;
  const args = plainArgs(command);
  const isModule = /^python[\d.]*$/.test(command.program) && args[0] === 'pip';
  const program = isModule ? 'pip' : command.program.replace(/^pip[\d.]*$/, 'pip');
  const given = isModule ? args.slice(1) : args;
  const installer = installers.find(
    (one) => one.program === program && one.verb.every((verb, at) => verb.test(given[at] ?? '')),
  );
  if (installer === undefined || words.some((word) => installer.settled.test(word))) return undefined;
  return given.slice(installer.verb.length).find((name) => installer.loose.test(name));
}

interface Installer {
  readonly program: string;
  readonly verb: readonly RegExp[];
  /** Flags with which a version or a file of versions is given. */
  readonly settled: RegExp;
  /** A name alone, or with something that is another version tomorrow. */
  readonly loose: RegExp;
}

/** Flags that take a word, which is no package then. */
const elsewhere = /^(?:-w|--workspace|--prefix|-C|--dir|--cwd|--filter|-F)$/;
const never = /^$/;
/** No number after the name, or a range. */
const looseNpm = /^(?!.*\.tgz$)(?:@[\w.-]+\/)?\w[\w.-]*(?:@(?:[a-z][\w.-]*|[\^~><*].*))?$/;
const loosePython = /^(?!(?:pip|setuptools|wheel)$)[A-Za-z][\w.-]*(?:\[[\w,-]+\])?$/;
const pipFiles = /^(?:-r|--requirement|-c|--constraint|-e|--editable|--require-hashes|--group)/;

const installers: readonly Installer[] = [
  { program: 'npm', verb: [/^(?:i|install|add)$/], settled: elsewhere, loose: looseNpm },
  { program: 'pnpm', verb: [/^(?:i|install|add)$/], settled: elsewhere, loose: looseNpm },
  { program: 'bun', verb: [/^(?:i|install|add)$/], settled: elsewhere, loose: looseNpm },
  { program: 'yarn', verb: [/^add$/], settled: elsewhere, loose: looseNpm },
  { program: 'yarn', verb: [/^global$/, /^add$/], settled: never, loose: looseNpm },
  { program: 'pip', verb: [/^install$/], settled: pipFiles, loose: loosePython },
  { program: 'uv', verb: [/^pip$/, /^install$/], settled: pipFiles, loose: loosePython },
  { program: 'pipx', verb: [/^install$/], settled: never, loose: loosePython },
  { program: 'uv', verb: [/^tool$/, /^install$/], settled: never, loose: loosePython },
  { program: 'go', verb: [/^install$/], settled: never, loose: /@(?:latest|main|master)$/ },
  { program: 'cargo', verb: [/^install$/], settled: /^--(?:vers|path|rev|tag)/, loose: /^[A-Za-z][\w-]*$/ },
  {
    program: 'bundle',
    verb: [/^add$/],
    settled: /^(?:-v|--version|--path|--ref|--tag)/,
    loose: /^[A-Za-z][\w-]*$/,
  },
  { program: 'gem', verb: [/^install$/], settled: /^(?:-v|--version)/, loose: /^[A-Za-z][\w-]*$/ },
];

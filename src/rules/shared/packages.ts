// Calls of package managers: what is done with which packages, and which flags stand beside them.
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { type RunCommand, type RunWord, runCommands } from './run.ts';

export type PackageTool =
  | 'apt'
  | 'apk'
  | 'yum'
  | 'dnf'
  | 'microdnf'
  | 'zypper'
  | 'pip'
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'gem'
  | 'go';
export type Action = 'install' | 'update' | 'upgrade' | 'remove' | 'clean';

export interface PackageCall {
  readonly manager: PackageTool;
  readonly action: Action;
  readonly command: RunCommand;
  readonly program: RunWord;
  /** The word that names the action: `install`. */
  readonly verb: RunWord;
  /** Flags with the values they take. */
  readonly flags: readonly RunWord[];
  /** The words after the verb that are no flags. */
  readonly packages: readonly RunWord[];
}

interface Grammar {
  readonly manager: PackageTool;
  readonly programs: RegExp;
  /** Flags that take the next word as their value. */
  readonly values: ReadonlySet<string>;
  readonly verbs: Readonly<Record<string, Action>>;
}

const words = (text: string) => new Set(text.split(/\s+/));
const redHat = words(
  '-c --config --enablerepo --disablerepo --repo --repoid --setopt --installroot -x --exclude -d -e -R --releasever',
);
const redHatVerbs: Readonly<Record<string, Action>> = {
  install: 'install',
  localinstall: 'install',
  groupinstall: 'install',
  reinstall: 'install',
  makecache: 'update',
  update: 'upgrade',
  upgrade: 'upgrade',
  remove: 'remove',
  erase: 'remove',
  clean: 'clean',
};

const grammars: readonly Grammar[] = [
  {
    manager: 'apt',
    programs: /^(?:apt|apt-get|aptitude)$/,
    values: words(
      '-o --option -t --target-release --default-release -c --config-file -a --host-architecture -S --snapshot',
    ),
    verbs: {
      install: 'install',
      'build-dep': 'install',
      update: 'update',
      upgrade: 'upgrade',
      'dist-upgrade': 'upgrade',
      'full-upgrade': 'upgrade',
      remove: 'remove',
      purge: 'remove',
      autoremove: 'remove',
      clean: 'clean',
      autoclean: 'clean',
    },
  },
  {
    manager: 'apk',
    programs: /^apk$/,
    values: words(
      '-t --virtual -X --repository -p --root --keys-dir --arch --repositories-file --cache-dir --wait',
    ),
    verbs: { add: 'install', update: 'update', upgrade: 'upgrade', del: 'remove', cache: 'clean' },
  },
  { manager: 'yum', programs: /^yum$/, values: redHat, verbs: redHatVerbs },
  { manager: 'dnf', programs: /^(?:dnf[45]?|tdnf)$/, values: redHat, verbs: redHatVerbs },
  { manager: 'microdnf', programs: /^microdnf$/, values: redHat, verbs: redHatVerbs },
  {
    manager: 'zypper',
    programs: /^zypper$/,
    values: words(
      '-R --root -r --repo --from -t --type -C --capability --installroot -D --reposd-dir --gpg-auto-import',
    ),
    verbs: {
      install: 'install',
      in: 'install',
      refresh: 'update',
      ref: 'update',
      update: 'upgrade',
      up: 'upgrade',
      patch: 'upgrade',
      'dist-upgrade': 'upgrade',
      dup: 'upgrade',
      remove: 'remove',
      rm: 'remove',
      clean: 'clean',
      cc: 'clean',
    },
  },
  {
    manager: 'pip',
    programs: /^pip[\d.]*$/,
    values: words(
      `-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix
      --root --trusted-host --timeout --retries --python --python-version --platform --abi --implementation --src --no-binary
      --only-binary --progress-bar --proxy --cache-dir --cert --client-cert --global-option --install-option
      --config-settings --use-feature --upgrade-strategy --exists-action --log --root-user-action --report --extra
      --requirements --constraints -b --build-constraint --build-constraints --overrides --override -p --python-preference
      --python-platform --index --default-index --index-strategy --keyring-provider --resolution --prerelease --link-mode
      --exclude-newer --no-build-package --no-binary-package --reinstall-package --refresh-package --allow-insecure-host
      --project --directory --config-file --torch-backend -C --config-setting --group --uploaded-prior-to`,
    ),
    verbs: { install: 'install' },
  },
  {
    manager: 'npm',
    programs: /^npm$/,
    values: words(
      '--prefix -C --registry -w --workspace --loglevel --omit --include --only --cache --userconfig --fetch-retries --maxsockets --network-timeout --install-strategy',
    ),
    verbs: { install: 'install', i: 'install', in: 'install', add: 'install' },
  },
  {
    manager: 'yarn',
    programs: /^yarn$/,
    values: words(
      '--cwd --registry --network-timeout --modules-folder --cache-folder --network-concurrency --mutex',
    ),
    verbs: { add: 'install', install: 'install', cache: 'clean' },
  },
  {
    manager: 'pnpm',
    programs: /^pnpm$/,
    values: words('--prefix -C --dir --registry --filter --loglevel --store-dir'),
    verbs: { add: 'install', install: 'install', i: 'install' },
  },
  {
    manager: 'gem',
    programs: /^gem$/,
    values: words(
      '-v --version -i --install-dir -n --bindir -P --trust-policy -s --source --platform -p --http-proxy',
    ),
    verbs: { install: 'install', i: 'install' },
  },
  {
    manager: 'go',
    programs: /^go$/,
    values: words('-ldflags -tags -mod -o -p -gcflags -asmflags'),
    verbs: { install: 'install', get: 'install', run: 'install' },
  },
];

const cache = new WeakMap<DockerInstruction, readonly PackageCall[]>();

export function packageCalls(dockerfile: Dockerfile, instruction: DockerInstruction): readonly PackageCall[] {
  const known = cache.get(instruction);
  if (known !== undefined) return known;
  const calls = runCommands(dockerfile, instruction).flatMap((command) => callOf(command) ?? []);
  cache.set(instruction, calls);
  return calls;
}

function callOf(command: RunCommand): PackageCall | undefined {
  const given = withoutPython(command.words);
  const [program, ...rest] = given;
  if (program === undefined) return undefined;
  const name = program.text.slice(program.text.lastIndexOf('/') + 1);
  const grammar = grammars.find(({ programs }) => programs.test(name));
  if (grammar === undefined) return undefined;
  const { flags, others } = sorted(rest, grammar.values);
  const plain = others.slice(isPrefix(grammar.manager, others[0]?.text) ? 1 : 0);
  const [verb, ...packages] = plain;
  const action =
    verb === undefined || !Object.hasOwn(grammar.verbs, verb.text) ? undefined : grammar.verbs[verb.text];
  if (verb === undefined || action === undefined) return undefined;
  return { manager: grammar.manager, action, command, program, verb, flags, packages };
}

/** `yarn global add x`, `dnf module install x`. */
function isPrefix(manager: PackageTool, word: string | undefined): boolean {
  if (manager === 'yarn') return word === 'global';
  return /^(?:yum|dnf)$/.test(manager) && /^(?:groups?|module)$/.test(word ?? '');
}

/** `python3 -m pip install x` and `uv pip install x` are pip's. */
function withoutPython(given: readonly RunWord[]): readonly RunWord[] {
  const texts = given.slice(0, 3).map(({ text }) => text);
  if (/(?:^|\/)python[\d.]*$/.test(texts[0] ?? '') && texts[1] === '-m' && texts[2] === 'pip')
    return given.slice(2);
  return texts[0] === 'uv' && texts[1] === 'pip' ? given.slice(1) : given;
}

function sorted(rest: readonly RunWord[], values: ReadonlySet<string>) {
  const flags: RunWord[] = [];
  const others: RunWord[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at];
    if (word === undefined) continue;
    if (word.text === '--') {
      others.push(...rest.slice(at + 1));
      break;
    }
    if (!word.text.startsWith('-') || word.text === '-') {
      others.push(word);
      continue;
    }
    flags.push(word);
    const value = rest[at + 1];
    if (value === undefined || !values.has(word.text)) continue;
    flags.push(value);
    at += 1;
  }
  return { flags, others };
}

/** True when the call has one of the flags: `-y` also in `-qqy`, `--yes` also as `--yes=true`. */
export function hasFlag(call: PackageCall, ...names: readonly string[]): boolean {
  return call.flags.some(({ text }) =>
    names.some((name) =>
      /^-\w$/.test(name)
        ? new RegExp(`^-[A-Za-z]*${name.slice(1)}`).test(text)
        : text === name || text.startsWith(`${name}=`),
    ),
  );
}

/** Files, URLs and what a variable or a command gives are no names of packages. */
export function isPackageName({ text, dynamic }: RunWord): boolean {
  return (
    !dynamic &&
    /^@?[A-Za-z0-9]/.test(text) &&
    !/^\w+:\/\/|^git\+|\.(?:rpm|deb|apk|whl|tgz|tar\.gz|zip|gem)$/.test(text)
  );
}

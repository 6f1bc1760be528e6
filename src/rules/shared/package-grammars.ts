// What each package manager calls its actions, and which of its flags take a value.
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

export interface Grammar {
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
/** https://dnf.readthedocs.io/en/latest/command_ref.html has short forms of its own. */
const dnfVerbs: Readonly<Record<string, Action>> = {
  ...redHatVerbs,
  in: 'install',
  rei: 'install',
  'install-n': 'install',
  'install-na': 'install',
  'install-nevra': 'install',
  mc: 'update',
  up: 'upgrade',
  rm: 'remove',
};

export const grammars: readonly Grammar[] = [
  {
    manager: 'apt',
    programs: /^(?:apt|apt-get|aptitude)$/,
    values: words(
      '-o --option -t --target-release --default-release -c --config-file -a --host-architecture -S --snapshot',
    ),
    verbs: {
      install: 'install',
      reinstall: 'install',
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
  { manager: 'dnf', programs: /^(?:dnf[45]?|tdnf)$/, values: redHat, verbs: dnfVerbs },
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
      'source-install': 'install',
      si: 'install',
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
    programs: /^(?:fluent-|td-agent-|j)?gem$/,
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

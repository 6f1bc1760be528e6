import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, type RunWord, runCommands } from '../shared/run.ts';

/** Switches by which each program takes packages that nobody signed. */
const switches: readonly { readonly programs: RegExp; readonly flags: RegExp }[] = [
  {
    programs: /^(?:apt|apt-get|aptitude)$/,
    flags:
      /^--(?:allow-unauthenticated|force-yes|allow-insecure-repositories)(?:=(?:true|yes|1))?$|^(?:-o)?(?:APT::Get::AllowUnauthenticated|APT::Get::force-yes|Acquire::AllowInsecureRepositories)=(?:"?(?:true|yes|1)"?)$/i,
  },
  { programs: /^apk$/, flags: /^--allow-untrusted$/ },
  {
    programs: /^(?:yum|dnf5?|tdnf|microdnf|yum-config-manager)$/,
    flags: /^--(?:nogpgcheck|no-gpgchecks)$|^(?:--setopt=)?(?:\*\.)?gpgcheck=(?:0|false)$/,
  },
  { programs: /^rpm$/, flags: /^--(?:nodigest|nosignature|nofiledigest|noverify)$/ },
  { programs: /^zypper$/, flags: /^--(?:no-gpg-checks|no-gpgcheck|gpgcheck-allow-unsigned(?:-\w+)?)$/ },
  // What is written into the settings of a package manager. Files of the image itself nobody swaps on the way.
  {
    programs: /^(?:echo|printf)$/,
    flags:
      /\bdeb\s+\[[^\]]*\btrusted=yes\b[^\]]*\]\s+(?!file:|copy:)|^(?!.*\brepo_gpgcheck).*\bgpgcheck\s*=\s*(?:0|false)\b|(?:AllowUnauthenticated|AllowInsecureRepositories)\s+\\?"(?:true|yes|1)/i,
  },
  { programs: /^sed$/, flags: /^s(.).*\1(?!repo_)gpgcheck\s*=\s*(?:0|false)\1[gi]*$/ },
];

export default defineRule({
  id: 'package-signature-unchecked',
  area: 'dockerfile',
  severity: 'high',
  aliases: [
    'checkov:CKV2_DOCKER_7',
    'checkov:CKV2_DOCKER_8',
    'checkov:CKV2_DOCKER_9',
    'checkov:CKV2_DOCKER_10',
    'checkov:CKV2_DOCKER_11',
  ],
  title: 'Packages are installed whose signature nobody checks',
  why: 'A mirror or whoever sits between can put any program into the image, and it is run as root.',
  fix: 'Add the key of the repository (`signed-by=`, `apk --keys-dir`, `rpm --import`) and drop the switch.',
  references: [
    'https://wiki.debian.org/SecureApt',
    'https://dnf.readthedocs.io/en/latest/conf_ref.html#gpgcheck-boolean',
  ],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const command of runCommands(dockerfile, instruction)) {
      const rule = switches.find(({ programs }) => programs.test(command.program));
      const flag = rule === undefined ? undefined : command.args.find(({ text }) => rule.flags.test(text));
      const removes = command.args.some(({ text }) => /^(?:remove|purge|autoremove|del|erase)$/.test(text));
      if (flag === undefined || removes) continue;
      yield {
        at: flag.span,
        message: messageOf(command, flag),
        object: `${stageName(stage)} ${command.program} ${flag.text}`,
        // A file that the build itself put there came by a way that may have been checked.
        ...(takesFiles(command) ? { severity: 'medium' } : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y --allow-unauthenticated acme-agent
          RUN apk add --no-cache --allow-untrusted /tmp/tool.apk
          RUN yum -y install --nogpgcheck acme-agent
        `,
      },
      ['Dockerfile:2:42', 'Dockerfile:3:24', 'Dockerfile:4:20'],
    ),
    bad(
      {
        Dockerfile: `
          FROM rockylinux:9
          RUN sed -i 's/gpgcheck=1/gpgcheck=0/' /etc/yum.conf
          RUN rpm -i --noverify https://example.com/x.rpm
        `,
        'apt/Dockerfile': `
          FROM debian:12-slim
          RUN echo "deb [trusted=yes] https://example.com/ ./" > /etc/apt/sources.list.d/example.list
        `,
      },
      ['Dockerfile:2:12', 'Dockerfile:3:12', 'apt/Dockerfile:2:10'],
    ),
    good({
      Dockerfile: `
        FROM rockylinux:9
        RUN sed -i 's/gpgcheck=0/gpgcheck=1/' /etc/yum.conf && echo repo_gpgcheck=0 >> /etc/yum.repos.d/x.repo
        RUN echo "deb [trusted=yes] file:/opt/packages ./" > /etc/apt/sources.list.d/own.list
      `,
    }),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y --allow-downgrades acme-agent
        RUN rpm --import https://example.com/key.asc && yum -y install acme-agent
        RUN echo --allow-untrusted
      `,
    }),
  ],
});

function messageOf({ program }: RunCommand, { text }: RunWord): string {
  return /^(?:echo|printf|sed)$/.test(program)
    ? 'packages are installed without a check of their signature from here on'
    : `${program} installs packages without checking their signature (${text})`;
}

function takesFiles({ args }: RunCommand): boolean {
  const names = args.filter(({ text }) => !text.startsWith('-')).slice(1);
  return (
    names.length > 0 && names.every(({ text }) => /\.(?:apk|deb|rpm)$/.test(text) && !/^http:/.test(text))
  );
}

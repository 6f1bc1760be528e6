import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { runText, stageName } from '../shared/installs.ts';
import { hasFlag, isPackageName, type PackageCall, packageCalls } from '../shared/packages.ts';
import { isPlaced, type RunWord } from '../shared/run.ts';

export default defineRule({
  id: 'package-install-without-yes',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: [
    'hadolint:DL3030',
    'hadolint:DL3034',
    'hadolint:DL3038',
    'kics:yum_install_allows_manual_input',
    'kics:missing_flag_from_dnf_install',
    'kics:missing_zypper_non_interactive_switch',
  ],
  title: 'yum, dnf or zypper waits for an answer',
  why: 'Nobody answers during a build: the package manager takes that for a no, and the build fails.',
  fix: 'Add `-y` (`zypper --non-interactive`).',
  references: [
    'https://dnf.readthedocs.io/en/latest/command_ref.html#options',
    'https://en.opensuse.org/SDB:Zypper_manual',
  ],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    // A configuration file or a pipe may answer.
    const answered = /\byes\s*\||(?<!--)assumeyes|ZYPP_|<<<|\b(?:yum|dnf)\.conf/;
    if (answered.test(dockerfile.instructions.map(runText).join('\n'))) return;
    for (const call of packageCalls(dockerfile, instruction)) {
      if (!asks(call)) continue;
      yield {
        at: call.verb.span,
        message: `${call.program.text} ${call.verb.text} has no switch that answers for you`,
        object: `${stageName(stage)} ${call.manager} ${call.verb.text}`,
        ...(isPlaced(call.verb) ? { fix: review('Add -y', insertAfter(call.verb.span, ' -y')) } : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf install httpd && dnf clean all
        `,
        'suse/Dockerfile': `
          FROM opensuse/leap:15.6
          RUN zypper install nginx && zypper clean
        `,
      },
      ['Dockerfile:2:9', 'suse/Dockerfile:2:12'],
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf install -y httpd && dnf clean all
        `,
        'suse/Dockerfile': `
          FROM opensuse/leap:15.6
          RUN zypper install -y nginx && zypper clean
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf update
          RUN yum --assumeyes install curl
          RUN dnf group install x
          RUN dnf in httpd && yum localinstall tool.rpm
        `,
      },
      ['Dockerfile:2:9', 'Dockerfile:4:15', 'Dockerfile:5:9', 'Dockerfile:5:25'],
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf update -y
          RUN yum --assumeyes install curl
          RUN dnf group install -y x
          RUN dnf in -y httpd && yum localinstall -y tool.rpm
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM fedora:42
        RUN dnf -y install httpd && yum install -qy git && dnf clean all
        RUN microdnf install tar
        RUN zypper -n install nginx && zypper --non-interactive in git
      `,
    }),
  ],
});

/** `yum localinstall tool.rpm` asks as well. */
function isPackageFile({ text, dynamic }: RunWord): boolean {
  return !dynamic && text.endsWith('.rpm');
}

/** microdnf never asks. A variable among the words may hold the switch. */
function asks(call: PackageCall): boolean {
  const { manager, action, packages, command } = call;
  if (!/^(?:yum|dnf|zypper)$/.test(manager) || !/^(?:install|upgrade|remove)$/.test(action)) return false;
  if (action !== 'upgrade' && !packages.some((word) => isPackageName(word) || isPackageFile(word)))
    return false;
  if (command.words.some(({ text }) => text.startsWith('$'))) return false;
  return manager === 'zypper'
    ? !hasFlag(call, '-y', '-n', '--no-confirm', '--non-interactive')
    : !hasFlag(call, '-y', '--assumeyes', '--assumeno');
}

import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { appendedCommand } from '../shared/dockerfile-edits.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';
import type { RunCommand } from '../shared/run.ts';

/** Where each package manager keeps what it downloaded, and what its clean-up looks like. */
const caches: Readonly<Record<string, { readonly folder: string; readonly cleaned: RegExp }>> = {
  yum: {
    folder: '/var/cache/yum',
    cleaned: /\b(?:yum|dnf)\b[^;&|]*\bclean\b|\/var\/cache|\/var\/lib\/(?:yum|dnf)/,
  },
  dnf: {
    folder: '/var/cache/dnf',
    cleaned: /\b(?:yum|t?dnf5?)\b[^;&|]*\bclean\b|\/var\/cache|\/var\/lib\/dnf/,
  },
  microdnf: { folder: '/var/cache/yum', cleaned: /\b(?:microdnf|dnf|yum)\b[^;&|]*\bclean\b|\/var\/cache/ },
  zypper: { folder: '/var/cache/zypp', cleaned: /\bzypper\b[^;&|]*\s(?:clean|cc)\b|\/var\/cache/ },
};

export default defineRule({
  id: 'package-cache-kept',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3032',
    'hadolint:DL3036',
    'hadolint:DL3040',
    'trivy:DS-0015',
    'trivy:DS-0019',
    'trivy:DS-0020',
    'trivy:DS-0027',
    'kics:yum_clean_all_missing',
    'kics:missing_dnf_clean_all',
    'kics:missing_zypper_clean',
  ],
  title: 'The cache of the package manager stays in the image',
  why: 'The layer carries metadata and packages that nothing reads, in each pull.',
  fix: 'End the same RUN with `dnf clean all` (`yum`, `microdnf`, `zypper clean`).',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#clean-command'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    if (!isShipped(dockerfile, stage)) return;
    for (const { manager, action, program, command } of packageCalls(dockerfile, instruction)) {
      const cache = Object.hasOwn(caches, manager) ? caches[manager] : undefined;
      if (
        cache === undefined ||
        !/^(?:install|upgrade)$/.test(action) ||
        isMountedAway(instruction, cache.folder)
      )
        continue;
      if (isCleaned(project, instruction, command, cache.cleaned)) continue;
      const clean = `${program.text} clean${manager === 'zypper' ? '' : ' all'}`;
      const edit = appendedCommand(project, instruction, clean);
      yield {
        at: command.span,
        message: `the cache of ${program.text} stays in the layer`,
        object: `${stageName(stage)} ${manager} cache`,
        ...(edit === undefined ? {} : { fix: review('Clean up in the same RUN', edit) }),
      };
      return;
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf install -y httpd
          RUN microdnf -y install tar
          RUN yum install -y \\
              # the web server
              httpd && \\
              systemctl enable httpd
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:3:5', 'Dockerfile:4:5'],
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf install -y httpd && dnf clean all
          RUN microdnf -y install tar && microdnf clean all
          RUN yum install -y \\
              # the web server
              httpd && \\
              systemctl enable httpd && \\
              yum clean all
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf module install -y nodejs:22
          RUN dnf -y upgrade
          RUN dnf clean all && dnf install -y httpd
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:3:5', 'Dockerfile:4:22'],
      {
        Dockerfile: `
          FROM fedora:42
          RUN dnf module install -y nodejs:22 && dnf clean all
          RUN dnf -y upgrade && dnf clean all
          RUN dnf clean all && dnf install -y httpd && dnf clean all
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM opensuse/leap:15.6
          RUN zypper -n install nginx=1.21 && zypper -n rm --clean-deps curl
        `,
      },
      'Dockerfile:2:5',
      {
        Dockerfile: `
          FROM opensuse/leap:15.6
          RUN zypper -n install nginx=1.21 && zypper -n rm --clean-deps curl && zypper clean
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM fedora:42 AS build
        RUN dnf install -y gcc
        FROM fedora:42
        RUN dnf install -y httpd && dnf clean all
        RUN --mount=type=cache,target=/var/cache/dnf dnf -y install git
        RUN zypper -n install nginx && zypper clean --all
      `,
    }),
  ],
});

/** True when the cache is emptied behind the command: what went away before it says nothing of what it leaves. */
function isCleaned(
  { texts }: Project,
  instruction: DockerInstruction,
  command: RunCommand,
  cleaned: RegExp,
): boolean {
  const all = runText(instruction);
  if (!cleaned.test(all)) return false;
  // Traps and functions run later than they are written.
  if (/\btrap\b|\(\)\s*\{/.test(all)) return true;
  const ends = instruction.heredocs.map(({ content }) => content.span.end);
  const end = Math.max(instruction.span.end, ...ends);
  const behind = texts.get(command.span.file)?.text.slice(command.span.start, end);
  return behind === undefined || cleaned.test(behind);
}

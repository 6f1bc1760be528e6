import { bad, defineRule, good } from '../rule.ts';
import { givenWords } from '../shared/given-words.ts';
import { stageName } from '../shared/installs.ts';
import { hasFlag, isPackageName, type PackageCall, packageCalls } from '../shared/packages.ts';
import type { RunWord } from '../shared/run.ts';

// The number is the last part, or the one before a release: `java-17-openjdk` is a name.
const redHat = /-v?\d[^-]*$|-v?\d[^-]*\.[^-]*-[^-]+$|\.(?:noarch|x86_64|aarch64)$|^@|[*]/;

/** How each package manager of a distribution writes a version behind the name. */
const pinned: Readonly<Record<string, RegExp>> = {
  // `g++` is a name, `g-` takes it away.
  apt: /[=/]|[^+][+-]$/,
  apk: /[=<>~@]/,
  yum: redHat,
  dnf: redHat,
  microdnf: redHat,
  zypper: /[=<>]/,
};

export default defineRule({
  id: 'package-version-unpinned',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3008',
    'hadolint:DL3018',
    'hadolint:DL3033',
    'hadolint:DL3037',
    'hadolint:DL3041',
    'kics:apt_get_install_pin_version_not_defined',
    'kics:unpinned_package_version_in_apk_add',
    'kics:yum_install_without_version',
    'kics:missing_version_specification_in_dnf_install',
    'kics:zypper_install_without_version',
  ],
  title: 'A package of the distribution has no version',
  why: 'Tomorrow’s build may hold another version than today’s, and nobody can tell which one was tested.',
  fix: 'Write the version (`curl=8.14.1-2`), or pin the base image by digest and the mirror by date.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const call of packageCalls(dockerfile, instruction)) {
      const { manager, action, packages } = call;
      const version = Object.hasOwn(pinned, manager) ? pinned[manager] : undefined;
      // A snapshot holds one version of each.
      if (version === undefined || action !== 'install' || hasFlag(call, '--snapshot')) continue;
      const open = packages
        .flatMap((word) => givenWords(dockerfile, instruction, word))
        .filter((word) => isPackageName(word) && !isLocal(word) && isOpen(call, word, version));
      const [first] = open;
      if (first === undefined) continue;
      const names = open.map(({ text }) => text);
      yield {
        at: first.span,
        message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no version`,
        object: `${stageName(stage)} ${manager} ${names.join(' ')}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y curl git=1:2.39.5-0+deb12u2
        `,
        'small/Dockerfile': `
          FROM alpine:3.22
          RUN apk add --no-cache -t tools curl jq
        `,
      },
      ['Dockerfile:2:42', 'small/Dockerfile:2:33'],
    ),
    bad(
      {
        Dockerfile: `
          FROM registry.access.redhat.com/ubi9/ubi-minimal:9.5
          RUN microdnf -y install tar-1.34 jq && microdnf clean all
          RUN microdnf -y install java-17-openjdk httpd-2.4.63-alt1
        `,
        'apt/Dockerfile': `
          FROM debian:12-slim
          RUN apt-get install -y g++
        `,
      },
      ['Dockerfile:2:34', 'Dockerfile:3:25', 'apt/Dockerfile:2:24'],
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          ENV TOOLS="curl git=1:2.39.5-0+deb12u2"
          RUN deps='gcc \\
                make' && apt-get install -y $deps
          RUN apt-get install -y $TOOLS $MORE
        `,
        'module/Dockerfile': `
          FROM almalinux:9
          RUN dnf module install -y nodejs
        `,
      },
      ['Dockerfile:4:35', 'Dockerfile:5:24', 'module/Dockerfile:2:27'],
    ),
    good({
      Dockerfile: `
        FROM fedora:42
        RUN dnf module install -y nodejs:22 && yum groupinstall -y "Development Tools" && dnf group install -y tools
      `,
    }),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u12 ./tool.deb $EXTRA
        RUN apk add --no-cache 'curl~=8.14' && dnf -y install httpd-2.4.63 java-17-openjdk-17.0.15.0.6-2.el9
        RUN zypper -n install 'nginx=1.21'
        RUN apt-get install -y --snapshot 20260101T000000Z curl
        ENV PINNED="git=1:2.39.5-0+deb12u2"
        RUN names=$(cat /names) && apt-get install -y $names $PINNED && mine=./tool.deb && apt-get install -y $mine
      `,
    }),
  ],
});

/** Groups have no versions: `groupinstall "Development Tools"`. Modules have streams: `module install nodejs:22`. */
function isOpen({ command, verb }: PackageCall, { text }: RunWord, version: RegExp): boolean {
  const isOf = (kind: RegExp) => command.args.some((word) => kind.test(word.text));
  if (isOf(/^module$/)) return !text.includes(':');
  return verb.text !== 'groupinstall' && !isOf(/^groups?$/) && !text.includes(' ') && !version.test(text);
}

function isLocal({ text }: RunWord): boolean {
  return text.startsWith('.') || text.startsWith('/');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}

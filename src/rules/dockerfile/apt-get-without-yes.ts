import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { hasFlag, isPackageName, type PackageCall, packageCalls } from '../shared/packages.ts';
import { isPlaced } from '../shared/run.ts';

export default defineRule({
  id: 'apt-get-without-yes',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: [
    'hadolint:DL3014',
    'trivy:DS-0021',
    'kics:apt_get_missing_flags_to_avoid_manual_input',
    'dockerfilelint:apt-get_missing_param',
  ],
  title: 'apt-get waits for an answer',
  why: 'Nobody answers during a build: apt-get aborts as soon as a package needs another one, and the build fails.',
  fix: 'Add `-y`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    // A configuration file or a pipe may answer.
    const answered = /\byes\s*\||APT::Get::Assume-Yes|apt\.conf/;
    if (answered.test(dockerfile.instructions.map((one) => one.raw.value).join('\n'))) return;
    if (instruction.raw.value.includes('<<<')) return;
    for (const call of packageCalls(dockerfile, instruction)) {
      if (!asks(call)) continue;
      yield {
        at: call.verb.span,
        message: `${call.program.text} ${call.verb.text} has no -y`,
        object: `${stageName(stage)} apt-get install`,
        ...(isPlaced(call.verb) ? { fix: review('Add -y', insertAfter(call.verb.span, ' -y')) } : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install curl && rm -rf /var/lib/apt/lists/*
        `,
      },
      'Dockerfile:2:31',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN dpkg -i /tmp/tool.deb || apt-get -f install
        `,
      },
      'Dockerfile:2:41',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN dpkg -i /tmp/tool.deb || apt-get -f install -y
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get upgrade
          RUN apt-get purge curl
          RUN apt-get reinstall jq
          RUN retry -t 3 apt-get install git
        `,
      },
      ['Dockerfile:2:31', 'Dockerfile:3:13', 'Dockerfile:4:13', 'Dockerfile:5:24'],
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get upgrade -y
          RUN apt-get purge -y curl
          RUN apt-get reinstall -y jq
          RUN retry -t 3 apt-get install -y git
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get -y install curl && rm -rf /var/lib/apt/lists/*
        RUN apt-get install -yqq --no-install-recommends wget
        RUN apt-get install -qq ca-certificates && apt-get -q -q install jq
        RUN apt-get -fy install && apt-get install
      `,
    }),
  ],
});

/** A variable among the words may hold the flag. */
function asks(call: PackageCall): boolean {
  const { manager, action, packages, command } = call;
  if (manager !== 'apt' || command.words.some(({ text }) => isYes(text))) return false;
  // Twice `-q` is `-qq`.
  if (command.words.filter(({ text }) => /^(?:-q|--quiet)$/.test(text)).length > 1) return false;
  if (action === 'upgrade') return true;
  const isRepair = action === 'install' && packages.length === 0 && hasFlag(call, '-f', '--fix-broken');
  return isRepair || ((action === 'install' || action === 'remove') && packages.some(isPackageName));
}

/** `-y`, `-yqq`, `--yes`, `--assume-yes`; `-qq` implies it. */
function isYes(word: string): boolean {
  return /^-[a-z]*y|^--(?:yes|assume-yes|force-yes)$|^-[a-z]*qq|^-q=2$/.test(word) || word.startsWith('$');
}

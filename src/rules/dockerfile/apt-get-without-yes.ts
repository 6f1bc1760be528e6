import { bad, defineRule, good } from '../rule.ts';
import { isCall, runCommands } from '../shared/installs.ts';

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
  title: 'apt-get install waits for an answer',
  why: 'Nobody answers during a build: apt-get aborts as soon as a package needs another one, and the build fails.',
  fix: 'Add `-y`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  on: 'instruction',
  *check(instruction, { dockerfile }) {
    const text = instruction.raw.value;
    // A configuration file or a pipe may answer.
    const answered = /\byes\s*\||APT::Get::Assume-Yes|apt\.conf/;
    if (answered.test(dockerfile.instructions.map((one) => one.raw.value).join('\n'))) return;
    const installs = runCommands(instruction).filter((words) => isCall(words, /^apt(?:-get)?$/, 'install'));
    const asks = installs.filter(
      (words) => !words.some(isYes) && words.some((word) => /^[a-z][\w.+-]+$/.test(word)),
    );
    if (asks.length === 0 || text.includes('<<<')) return;
    yield {
      at: instruction.keywordSpan,
      message: `${asks[0]?.slice(0, 3).join(' ')} has no -y`,
      object: `stage ${instruction.stage ?? 0} apt-get install`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install curl && rm -rf /var/lib/apt/lists/*
        `,
      },
      'Dockerfile:2:1',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN apt-get update && apt-get -y install curl && rm -rf /var/lib/apt/lists/*
        RUN apt-get install -yqq --no-install-recommends wget
        RUN apt-get install -qq ca-certificates
      `,
    }),
  ],
});

/** `-y`, `-yqq`, `--yes`, `--assume-yes`; `-qq` implies it. */
function isYes(word: string): boolean {
  return /^-[a-z]*y|^--(?:yes|assume-yes|force-yes)$|^-[a-z]*qq|^-q=2$/.test(word) || word.startsWith('$');
}

import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { givenWords } from '../shared/given-words.ts';
import { isShipped, stageName } from '../shared/installs.ts';
import { isPackageName, packageCalls } from '../shared/packages.ts';
import { isPlaced } from '../shared/run.ts';

export default defineRule({
  id: 'apt-recommends-installed',
  area: 'dockerfile',
  severity: 'info',
  aliases: [
    'hadolint:DL3015',
    'trivy:DS-0029',
    'kics:apt_get_not_avoiding_additional_packages',
    'dockerfilelint:apt-get_recommends',
  ],
  title: 'apt-get installs recommended packages too',
  why: 'The image carries packages that nobody named: more to pull, more to patch.',
  fix: 'Add `--no-install-recommends`, and name what is then missing.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    if (!isShipped(dockerfile, stage)) return;
    const said = /Install-Recommends|no-install-recommends/i;
    if (dockerfile.instructions.some((one) => one.keyword !== 'RUN' && said.test(one.raw.value))) return;
    for (const { manager, action, command, verb } of packageCalls(dockerfile, instruction)) {
      if (manager !== 'apt' || action !== 'install') continue;
      const words = command.words.flatMap((word) => givenWords(dockerfile, instruction, word));
      if (!words.slice(words.findIndex(({ span }) => span.start > verb.span.start)).some(isPackageName))
        continue;
      // What a build needs comes without recommendations: apt's DoBuildDep.
      if (verb.text === 'build-dep') continue;
      if (words.some(({ text }) => said.test(text) || /^[$]|^-R$|^--without-recommends$/.test(text)))
        continue;
      yield {
        at: verb.span,
        message: 'apt-get installs what the packages recommend, too',
        object: `${stageName(stage)} apt-get recommends`,
        ...(isPlaced(verb)
          ? { fix: review('Add --no-install-recommends', insertAfter(verb.span, ' --no-install-recommends')) }
          : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
        `,
      },
      'Dockerfile:2:31',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get install --no-install-recommends -y curl && rm -rf /var/lib/apt/lists/*
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          ENV TOOLS="curl git"
          RUN apt-get update && apt-get install -y $TOOLS
        `,
      },
      'Dockerfile:3:31',
      {
        Dockerfile: `
          FROM debian:12-slim
          ENV TOOLS="curl git"
          RUN apt-get update && apt-get install --no-install-recommends -y $TOOLS
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim AS build
        RUN apt-get update && apt-get install -y make
        FROM debian:12-slim
        RUN apt-get update && apt-get -y --no-install-recommends install curl
        RUN apt-get install -y -o APT::Install-Recommends=false wget
        ENV FLAGS="--no-install-recommends -y"
        RUN apt-get install $FLAGS jq
        RUN aptitude -R install -y jq && apt-get build-dep -y jq
      `,
    }),
  ],
});

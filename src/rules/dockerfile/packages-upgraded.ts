import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { packageCalls } from '../shared/packages.ts';

export default defineRule({
  id: 'packages-upgraded',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3035',
    'trivy:DS-0024',
    'dockerfilelint:apt-get-upgrade',
    'dockerfilelint:apt-get-dist-upgrade',
  ],
  title: 'A build upgrades all packages of its base image',
  why: 'The layer holds the packages twice, and what it holds depends on the day of the build and on the cache.',
  fix: 'Move to a newer base image, and upgrade by name what must be newer still.',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { manager, action, packages, program, verb } of packageCalls(dockerfile, instruction)) {
      if (action !== 'upgrade' || packages.length > 0) continue;
      yield {
        at: verb.span,
        message: `${program.text} ${verb.text} upgrades every package of the base image`,
        object: `${stageName(stage)} ${manager} ${verb.text}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN apt-get update && apt-get -y dist-upgrade && rm -rf /var/lib/apt/lists/*
        `,
      },
      'Dockerfile:2:34',
    ),
    good({
      Dockerfile: `
        FROM fedora:42
        RUN dnf -y upgrade openssl-libs && dnf clean all
      `,
    }),
  ],
});

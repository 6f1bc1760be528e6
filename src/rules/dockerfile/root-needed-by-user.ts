import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import { instructionsBefore } from '../shared/held-files.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'root-needed-by-user',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A command that only root may run stands behind a switch to another user',
  why: 'Accounts and packages belong to root: the command is refused, and the build ends there.',
  fix: 'Move the command above USER, or switch to root for it.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    if (instruction.trigger !== undefined) return;
    const found = runCommands(dockerfile, instruction).find(needsRoot);
    const user = found === undefined ? undefined : userAt(dockerfile, instruction);
    const name = user?.args[0]?.value ?? '';
    if (found === undefined || user === undefined || /^(?:root|0)(?::|$)|\$/.test(name)) return;
    yield {
      at: found.span,
      message: `${found.program} runs as ${name}, and only root may run it`,
      object: `${stageName(stage)} ${found.program} as ${name}`,
      related: [{ at: user.span, message: `from here on commands run as ${name}` }],
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN useradd app
          USER app
          RUN mkdir -p /tmp/data && useradd --create-home trader
        `,
      },
      'Dockerfile:4:27',
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine AS base
          USER node
          FROM base
          RUN apk add --no-cache curl
        `,
      },
      'Dockerfile:4:5',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN useradd app && apt-get update
        USER app
        RUN sudo apt-get install -y curl
        USER root
        RUN apt-get update && apt-get install -y wget
        ARG RUN_AS=app
        USER $RUN_AS
        RUN useradd other
      `,
    }),
  ],
});

const accounts = /^(?:useradd|adduser|groupadd|addgroup|usermod|groupmod|userdel|deluser|chpasswd)$/;
const packages: Readonly<Record<string, RegExp>> = {
  apk: /^(?:add|del|upgrade|update)$/,
  apt: /^(?:install|update|upgrade|remove|purge)$/,
  'apt-get': /^(?:install|update|upgrade|dist-upgrade|remove|purge)$/,
  dnf: /^(?:install|update|upgrade|remove)$/,
  microdnf: /^(?:install|update|upgrade|remove)$/,
  yum: /^(?:install|update|upgrade|remove)$/,
};

/** Never what sudo runs, nor what may fail. */
function needsRoot({ program, args, wrappers, depth }: RunCommand): boolean {
  if (depth > 0 || wrappers.some(({ text }) => /^(?:sudo|doas|gosu|fakeroot|unshare)$/.test(text)))
    return false;
  if (accounts.test(program)) return true;
  const verbs = packages[program];
  return verbs !== undefined && args.some(({ text }) => verbs.test(text));
}

/** The USER under which an instruction runs, as far as the file says. */
function userAt(dockerfile: Dockerfile, instruction: DockerInstruction): DockerInstruction | undefined {
  return instructionsBefore(dockerfile, instruction).findLast(({ keyword }) => keyword === 'USER');
}

import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, runScripts } from '../shared/run.ts';

export default defineRule({
  id: 'shell-text-broken',
  area: 'dockerfile',
  severity: 'critical',
  aliases: ['hadolint:SC1018', 'hadolint:SC1035', 'hadolint:SC1066', 'hadolint:SC1068'],
  title: 'The shell cannot run a line as it is written',
  why: 'The shell looks for a program of that name or stops at the syntax, and the build with it.',
  fix: 'Correct the line as the message says.',
  references: ['https://www.shellcheck.net/wiki/SC1068', 'https://www.shellcheck.net/wiki/SC1035'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { commands, text } of runScripts(dockerfile, instruction)) {
      for (const [index, command] of commands.entries()) {
        const isLast = index === commands.length - 1;
        const fault = faultOf(command) ?? (isLast ? openEnd(text) : undefined);
        if (fault === undefined) continue;
        yield {
          at: command.words[0]?.span ?? command.span,
          message: fault.message,
          object: `${stageName(stage)} ${command.words[0]?.text}`,
          advice: fault.advice,
        };
      }
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN VERSION = 1.2.3 && echo $VERSION
          RUN $VERSION=1.2.3 && echo $VERSION
          RUN if [-f /etc/os-release ]; then cat /etc/os-release; fi
          RUN useradd app && \\
            chown app /srv && \\

          USER app
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:3:5', 'Dockerfile:4:8', 'Dockerfile:8:1'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN VERSION=1.2.3 && echo $VERSION = x
        RUN if [ -f /etc/os-release ]; then cat /etc/os-release; fi
        RUN [ -f /x ] || "$TOOL" = x
        RUN echo USER app && echo 'a &&'
      `,
    }),
  ],
});

interface Fault {
  readonly message: string;
  readonly advice: string;
}

const instructions =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|ONBUILD|RUN|SHELL|USER|VOLUME|WORKDIR)$/;

function openEnd(text: string): Fault | undefined {
  const operator = /(?:&&|\|\|?)\s*$/.exec(text.replace(/(?:^|\s)#[^\n]*$/, ''))?.[0].trim();
  return operator === undefined
    ? undefined
    : { message: `nothing follows the last ${operator}`, advice: `Remove the ${operator}.` };
}

function faultOf({ words, depth }: RunCommand): Fault | undefined {
  const [first, second] = words;
  if (first === undefined) return undefined;
  if (instructions.test(first.raw) && depth === 0 && second !== undefined)
    return {
      message: `the shell gets ${first.text} as a program, since the line above goes on into it`,
      advice: 'Remove what ends the line above: `\\`, and the `&&` before it.',
    };
  if (/^[A-Z_][A-Z0-9_]*$/.test(first.text) && !first.quoted && /^=/.test(second?.raw ?? ''))
    return {
      message: `blanks stand around the "=" after ${first.text}, so the shell looks for a program ${first.text}`,
      advice: `Write ${first.text}=… without blanks.`,
    };
  const assigned = /^\$([A-Za-z_]\w*)=/.exec(first.raw)?.[1];
  if (assigned !== undefined)
    return {
      message: `a dollar stands before the name that is set: $${assigned}=`,
      advice: `Write ${assigned}=… without the dollar.`,
    };
  if (/^\[-[a-zA-Z]$|^\[(?:"|\$|!$)/.test(first.raw) && words.at(-1)?.text === ']')
    return {
      message: `no blank stands after "[" in ${first.raw}`,
      advice: 'Write a blank after the bracket: "[" is a program with arguments.',
    };
  const glued = /\u00a0/.exec(first.raw);
  return glued === null || first.quoted
    ? undefined
    : {
        message: 'a non-breaking space stands in the command, which no shell takes for a blank',
        advice: 'Replace it by a plain blank.',
      };
}

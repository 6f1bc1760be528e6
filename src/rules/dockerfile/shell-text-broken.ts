import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import type { RunCommand, RunScript } from '../shared/run.ts';
import { runScripts } from '../shared/run.ts';

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
  *check(instruction, { dockerfile, stage }) {
    for (const script of runScripts(dockerfile, instruction)) {
      for (const command of script.commands) {
        const fault = faultOf(command, script);
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
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:3:5', 'Dockerfile:4:8'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN VERSION=1.2.3 && echo $VERSION = x
        RUN if [ -f /etc/os-release ]; then cat /etc/os-release; fi
        RUN [[ -f /x ]] || "$TOOL" = x
      `,
    }),
  ],
});

function faultOf({ words }: RunCommand, { shell }: RunScript) {
  const [first, second] = words;
  if (first === undefined || shell.name === '') return undefined;
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
  if (/^\[-[a-zA-Z]$|^\[(?:"|\$|!$)/.test(first.raw) && !first.raw.includes(']'))
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

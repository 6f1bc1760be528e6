import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { insertAfter, offer, remove, replace, review, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, type RunCommand, runScripts } from '../shared/run.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'shell-text-broken',
  area: 'dockerfile',
  severity: 'critical',
  aliases: ['hadolint:SC1018', 'hadolint:SC1020', 'hadolint:SC1035', 'hadolint:SC1066', 'hadolint:SC1068'],
  title: 'The shell cannot run a line as it is written',
  why: 'The shell looks for a program of that name or stops at the syntax, and the build with it.',
  fix: 'Correct the line as the message says.',
  references: ['https://www.shellcheck.net/wiki/SC1068', 'https://www.shellcheck.net/wiki/SC1035'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
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
          ...offer(fixOf(project, instruction, command)),
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
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN VERSION=1.2.3 && echo $VERSION
          RUN VERSION=1.2.3 && echo $VERSION
          RUN if [ -f /etc/os-release ]; then cat /etc/os-release; fi
          RUN useradd app && \\
            chown app /srv

          USER app
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN if [ -f /etc/list]; then cat /etc/list; fi
          RUN [ "$A" = "b"] || exit 1
        `,
      },
      ['Dockerfile:2:8', 'Dockerfile:3:5'],
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
  const last = words.at(-1);
  if (first.raw === '[' && last !== undefined && /[^\]\\]\]$/.test(last.raw) && !last.raw.includes('['))
    return {
      message: `no blank stands before "]" in ${last.raw}`,
      advice: 'Write a blank before the bracket: "]" is the last argument of "[".',
    };
  const glued = /\u00a0/.exec(first.raw);
  return glued === null || first.quoted
    ? undefined
    : {
        message: 'a non-breaking space stands in the command, which no shell takes for a blank',
        advice: 'Replace it by a plain blank.',
      };
}

/** The text as the advice says. */
function fixOf(project: Project, { span }: DockerInstruction, { words }: RunCommand): Fix | undefined {
  const [first, second, third] = words;
  if (first === undefined || !isPlaced(first) || !words.slice(0, 3).every(isPlaced)) return undefined;
  const at = first.span;
  if (instructions.test(first.raw)) {
    const above = writtenAt(project, { ...span, end: at.start });
    const [tail] = /[ \t]*(?:&&[ \t]*)?\\[ \t]*(?=\r?\n\s*$)/.exec(above) ?? [];
    if (tail === undefined) return undefined;
    const start = span.start + above.lastIndexOf(tail);
    return review('End the line above', remove({ file: at.file, start, end: start + tail.length }));
  }
  if (/^\$[A-Za-z_]\w*=/.test(first.raw))
    return review('Take the dollar away', remove({ ...at, end: at.start + 1 }));
  if (/^\[[-"$!]/.test(first.raw))
    return review('Write a blank', insertAfter({ ...at, end: at.start + 1 }, ' '));
  if (first.raw.includes('\u00a0'))
    return safe('Write a plain blank', replace(at, first.raw.replaceAll('\u00a0', ' ')));
  if (second === undefined || !second.raw.startsWith('=') || words.length > 3) return undefined;
  const gaps = [{ ...at, start: at.end, end: second.span.start }];
  if (second.raw === '=' && third !== undefined)
    gaps.push({ ...at, start: second.span.end, end: third.span.start });
  else if (third !== undefined) return undefined;
  if (gaps.some((gap) => /[^ \t]/.test(writtenAt(project, gap)))) return undefined;
  return review('Write no blanks', ...gaps.map(remove));
}

import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'wget-progress-printed',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['hadolint:DL3047'],
  title: 'wget prints its progress into the build log',
  why: 'A large download fills the log with thousands of lines, and the error that matters is lost among them.',
  fix: 'Add `-nv` (errors stay visible) or `--progress=dot:giga`.',
  references: ['https://www.gnu.org/software/wget/manual/wget.html#Logging-and-Input-File-Options'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { program, args, words } of runCommands(dockerfile, instruction)) {
      const [name] = words;
      const isQuiet = args.some(({ text }) =>
        /^-[a-zA-Z]*q|^-nv$|^-[a-zA-Z]*nv|^--(?:quiet|no-verbose|progress|show-progress|spider|version|help|output-file|append-output)|^-[oabV]/.test(
          text,
        ),
      );
      if (program !== 'wget' || name === undefined || isQuiet || args.length === 0) continue;
      yield {
        at: name.span,
        message: 'wget prints its progress into the build log',
        object: `${stageName(stage)} wget progress`,
        ...(isPlaced(name) ? { fix: review('Add -nv', insertAfter(name.span, ' -nv')) } : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN wget https://example.com/large.tar.gz
        `,
      },
      'Dockerfile:2:5',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN wget -nv https://example.com/large.tar.gz
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN wget -qO- https://example.com/a && wget --progress=dot:giga https://example.com/b
        RUN wget -nv https://example.com/c && which wget
      `,
    }),
  ],
});

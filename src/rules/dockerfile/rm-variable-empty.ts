import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, runScripts } from '../shared/run.ts';
import { knownVariables, setInShell } from '../shared/variables.ts';

export default defineRule({
  id: 'rm-variable-empty',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['hadolint:SC2115'],
  title: 'rm deletes from the root when a variable is empty',
  why: 'Nothing gives the variable a value, so `rm -rf $X/*` is `rm -rf /*` and the image loses its files.',
  fix: `Write \`"\${X:?}/…"\`, which stops instead, or give the variable a value.`,
  references: ['https://www.shellcheck.net/wiki/SC2115'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { commands, text, shell } of runScripts(dockerfile, instruction)) {
      if (/\bset\s+-\w*u|nounset/.test(text) || shell.name === '') continue;
      for (const { program, args } of commands) {
        if (program !== 'rm' || !args.some((word) => /^-\w*[rR]/.test(word.text))) continue;
        for (const word of args) {
          const name = /^\$(?:\{(\w+)\}|(\w+))\/+(?:\*|bin|etc|lib|usr|var|home|opt|root|boot)?\/?\*?$/.exec(
            word.text,
          );
          const variable = name?.[1] ?? name?.[2];
          if (variable === undefined || setInShell(text, variable)) continue;
          if (knownVariables(dockerfile, instruction).has(variable) || isOfBase(variable)) continue;
          const guarded = word.raw.replace(/\$(?:\{\w+\}|\w+)/, `\${${variable}:?}`);
          yield {
            at: word.span,
            message: `rm takes ${word.text}, and nothing sets ${variable}`,
            object: `${stageName(stage)} rm ${word.text}`,
            ...(isPlaced(word)
              ? { fix: review(`Stop when ${variable} is empty`, replace(word.span, guarded)) }
              : {}),
          };
        }
      }
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN rm -rf $BUILD_DIR/* && echo done
        `,
      },
      'Dockerfile:2:12',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN rm -rf \${BUILD_DIR:?}/* && echo done
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        ARG BUILD_DIR=/build
        RUN rm -rf $BUILD_DIR/* && rm -rf "\${OTHER:?}/"* && rm -rf $OTHER/cache-1
        RUN DIR=/x; rm -rf $DIR/* $HOME/*
      `,
    }),
  ],
});

/** Variables that shells or images commonly set. */
function isOfBase(name: string): boolean {
  return /^(?:HOME|PWD|TMPDIR|TMP|TEMP|GOPATH|GOROOT|CARGO_HOME|GEM_HOME|JAVA_HOME|NVM_DIR|\w+_(?:HOME|PATH|PREFIX|INI_DIR))$/.test(
    name,
  );
}

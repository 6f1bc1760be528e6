import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'secret-sent-by-curl',
  area: 'ci',
  severity: 'low',
  aliases: ['checkov:CKV_GHA_3'],
  title: 'A command sends a secret over the network',
  why: 'A secret on the command line is seen by every process of the machine, and a wrong address gives it away.',
  fix: 'Hand it over in a file or by standard input, and keep the address fixed.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'step',
  only: ['run'],
  *check(step) {
    const { run } = step;
    if (run === undefined) return;
    for (const { program, start, end, span } of stepCommands(step)) {
      if (
        (program !== 'curl' && program !== 'wget') ||
        !/\$\{\{\s*secrets\./.test(run.value.slice(start, end))
      )
        continue;
      const isPlain = /\bhttp:\/\/(?!localhost|127\.)/.test(run.value.slice(start, end));
      yield {
        at: span,
        message: `${program} sends a secret${isPlain ? ' without encryption' : ''}`,
        ...(isPlain ? { severity: 'high' as const } : {}),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: |
          curl -H "Authorization: Bearer \${{ secrets.TOKEN }}" https://api.acme.example/deploy
    `),
      '.github/workflows/ci.yml:7:11',
    ),
    good(
      steps(`
      - run: curl --config deploy.curl https://api.acme.example/deploy
    `),
    ),
  ],
});

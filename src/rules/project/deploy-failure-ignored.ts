import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { following } from '../shared/following.ts';

const telling = new Set(['up', 'build', 'pull']);

export default defineRule({
  id: 'deploy-failure-ignored',
  area: 'project',
  severity: 'medium',
  aliases: [],
  title: 'A script goes on when docker compose fails',
  why: 'The deployment counts as done although nothing new runs, and the old version goes on unnoticed.',
  fix: 'Leave `|| true` out, or end the script with the status of docker compose.',
  references: ['https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html'],
  on: 'script',
  *check(script) {
    for (const [index, command] of script.commands.entries()) {
      const call = composeCallOf(command);
      const next = following(script.commands, index);
      if (call === undefined || !telling.has(call.verb) || next?.operatorBefore !== '||') continue;
      const [program] = next.words;
      if (program?.text !== 'true' && program?.text !== ':') continue;
      yield {
        at: command.span,
        message: `${script.file} ignores whether docker compose ${call.verb} succeeds`,
        object: `docker compose ${call.verb}`,
        related: [{ at: next.span, message: 'any failure ends here' }],
      };
    }
  },
  examples: [
    bad({ 'deploy.sh': 'set -e\ndocker compose up -d --wait || true\n' }, 'deploy.sh:2:1'),
    good({
      'deploy.sh': 'set -e\ndocker compose down || true\ndocker compose up -d --wait || exit 1\n',
    }),
  ],
});

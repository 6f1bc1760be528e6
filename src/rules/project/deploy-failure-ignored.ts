import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { ScriptCommand } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeCallOf } from '../shared/compose-call.ts';
import { following } from '../shared/following.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

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
  *check(script, { project }) {
    // Jobs pull and build for a cache that may be missing.
    if (script.kind === 'job') return;
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
        ...reviewFix('Let it fail', withoutRest(project, next)),
      };
    }
  },
  examples: [
    bad({ 'deploy.sh': 'set -e\ndocker compose up -d --wait || true\n' }, 'deploy.sh:2:1', {
      'deploy.sh': `
          set -e
          docker compose up -d --wait
        `,
    }),
    bad(
      {
        'deploy.sh': `
          if docker compose pull; then # newer images
            docker compose build --pull  || true  # may be offline
          fi
        `,
      },
      'deploy.sh:2:3',
      {
        'deploy.sh': `
          if docker compose pull; then # newer images
            docker compose build --pull  # may be offline
          fi
        `,
      },
    ),
    good({
      'deploy.sh': 'set -e\ndocker compose down || true\ndocker compose up -d --wait || exit 1\n',
    }),
  ],
});

/** From the `||` and the blanks before it to the end of the command after it. */
function withoutRest(project: Project, { span, words }: ScriptCommand): Edit | undefined {
  const text = project.texts.get(span.file)?.text ?? '';
  const before = /[ \t]*\|\|[ \t]*$/.exec(text.slice(0, span.start))?.[0];
  return before === undefined || words.length > 1
    ? undefined
    : { span: { ...span, start: span.start - before.length }, text: '' };
}

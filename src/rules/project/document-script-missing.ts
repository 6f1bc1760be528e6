import { count } from '../../base/text.ts';
import type { ScriptCommand, ScriptWord } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { withoutSudo } from '../shared/compose-call.ts';
import { documentSeverity, isPlaceholder, ownScript } from '../shared/documents.ts';
import { isPathMissing } from '../shared/script-path.ts';

export default defineRule({
  id: 'document-script-missing',
  area: 'project',
  severity: 'low',
  confidence: 'likely',
  aliases: [],
  title: 'A document tells to run a script that does not exist',
  why: 'What the document promises, a backup or a rollback maybe, cannot be done when it is needed.',
  fix: 'Name the script that exists, or add the one that is promised.',
  references: ['https://diataxis.fr/how-to-guides/'],
  on: 'document',
  *check(document, { project }) {
    const script = ownScript(project, document);
    // Only in a repository that deploys something do its scripts matter here.
    if (script === undefined || project.stacks.length + project.dockerfiles.size === 0) return;
    const severity = documentSeverity(document);
    const missing = new Map<string, ScriptWord>();
    for (const command of script.commands) {
      const word = scriptRun(command);
      // Of programs in Python only those count that are part of running the whole.
      if (word?.text.endsWith('.py') === true && severity === 'low') continue;
      if (word === undefined || missing.has(word.text) || isPlaceholder(word.text)) continue;
      if (isPathMissing(project, script, word)) missing.set(word.text, word);
    }
    const [first, ...rest] = missing.values();
    if (first === undefined) return;
    yield {
      at: first.span,
      message: `${document.file} runs ${first.text}${rest.length === 0 ? '' : ` and ${count(rest.length, 'more script')}`}, which ${rest.length === 0 ? 'does' : 'do'} not exist`,
      object: 'scripts',
      severity,
      related: rest.map(({ text, span }) => ({ at: span, message: `there is no ${text} either` })),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
        'scripts/deploy.sh': 'docker compose up -d --wait\n',
        'docs/runbook.md': `
          # Runbook

          ~~~sh
          ./scripts/deploy.sh
          ./scripts/rollback.sh
          ~~~
        `,
      },
      'docs/runbook.md:5:1',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
      'scripts/deploy.sh': 'docker compose up -d --wait\n',
      'docs/runbook.md': `
        # Runbook

        ~~~sh
        chmod +x scripts/deploy.sh
        bash scripts/deploy.sh
        curl -fsSL https://example.com/install.sh -o install.sh && ./install.sh
        ~~~
      `,
    }),
  ],
});

/** The script of the repository that the command starts. */
function scriptRun(command: ScriptCommand): ScriptWord | undefined {
  const [program, second] = withoutSudo(command);
  if (program === undefined) return undefined;
  if (/^\.\/[\w./-]+\.(?:sh|py|bash)$/.test(program.text)) return program;
  const ending = /^(?:ba|z)?sh$/.test(program.text)
    ? /\.(?:ba)?sh$/
    : /^python3?$/.test(program.text)
      ? /\.py$/
      : undefined;
  // A bare name may lie anywhere on the machine; one with a folder is meant here.
  return second !== undefined && ending?.test(second.text) === true && second.text.includes('/')
    ? second
    : undefined;
}

import { literal } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { envOf, stepLabel } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { stepCommands } from '../shared/workflow-run.ts';

// Where a program answers is no secret, though it may be kept as one; the address of a database holds its password.
const secretIn =
  /\$\{\{\s*secrets\.(?!(?:\w+_)?(?:HOST|DOMAIN|(?:BACKEND|FRONTEND|API|APP|SITE|WEB|SERVER|SERVICE|BASE|PUBLIC|STAGING|PRODUCTION|PROD)_URL)\b)/i;

export default defineRule({
  id: 'secret-echoed',
  area: 'ci',
  severity: 'medium',
  aliases: [],
  title: 'A step prints a secret',
  why: 'The log hides a secret only in the form in which it is stored: encoded, cut or with a line taken out it is there to read.',
  fix: 'Do not print it; to see whether it is set, print its length.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information',
  ],
  on: 'step',
  only: ['run'],
  *check(step, { workflow, job }) {
    const { run } = step;
    if (run === undefined) return;
    const names = envOf(workflow, job, step)
      .filter(({ value }) => secretIn.test(value.value))
      .map(({ name }) => name.value);
    const commands = stepCommands(step);
    for (const [index, { program, start, end, span, depth }] of commands.entries()) {
      if (!/^(?:echo|printf)$/.test(program) || depth > 0) continue;
      const text = withoutCounts(run.value.slice(start, end));
      const holds =
        secretIn.test(text) || names.some((name) => new RegExp(`\\$\\{?${literal(name)}\\b(?!:)`).test(text));
      if (!holds || />|::add-mask::/.test(run.value.slice(start, lineEnd(run.value, end)))) continue;
      const next = commands[index + 1];
      const piped = next?.operatorBefore === '|' ? next : undefined;
      const encodes =
        piped !== undefined &&
        /^(?:base64|rev|xxd|od|hexdump|tac|fold)$/.test(piped.program) &&
        !piped.words.some((word) => /^(?:-d|-D|--decode)$/.test(word)) &&
        commands[index + 2]?.operatorBefore !== '|';
      if (piped !== undefined && !encodes) continue;
      yield {
        at: span,
        message: `${stepLabel(step)} prints a secret${encodes ? `, through ${piped?.program ?? ''}, so that the log does not hide it` : ''}`,
        ...(encodes ? { severity: 'high' as const } : {}),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: echo "$TOKEN"
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}
      - run: echo "\${{ secrets.KUBECONFIG }}" | base64
    `),
      ['.github/workflows/ci.yml:6:14', '.github/workflows/ci.yml:9:14'],
    ),
    good(
      steps(`
      - run: |
          echo "$TOKEN" | docker login --username ci --password-stdin
          echo "\${{ secrets.KUBECONFIG }}" > kubeconfig
          echo "\${#TOKEN}"
          echo "The key has $(echo $TOKEN | base64 -d | wc -c) bytes"
          printf '%s\\n' \\
            "TOKEN=$TOKEN" \\
            > .env
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}
    `),
    ),
    // Everyone who uses the site knows it.
    good(
      steps(`
      - run: echo "Health check of $BACKEND_URL/health"
        env:
          BACKEND_URL: \${{ secrets.RAILWAY_BACKEND_URL }}
    `),
    ),
  ],
});

/** Without substitutions of which only a number is left. */
function withoutCounts(text: string): string {
  return text.includes('$(') ? text.replace(/\$\([^()]*\|\s*wc\b[^()]*\)/g, '') : text;
}

/** With the lines that go on it. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  if (at === -1) return text.length;
  return text[at - 1] === '\\' ? lineEnd(text, at + 1) : at;
}

import type { CommandLine } from '../../model/service.ts';
import { commandsOf, type ShellCommand } from '../../syntax/shell.ts';
import { bad, defineRule, good } from '../rule.ts';
import { healthcheckOf, lineText, shellTextOf } from '../shared/command.ts';
import { isOneShot } from '../shared/stack.ts';

export default defineRule({
  id: 'healthcheck-cannot-fail',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'A health check can never fail',
  why: 'The container counts as healthy while its program hangs or is gone: who waits for it starts too early, and nothing restarts it.',
  fix: 'Let the command decide: take out `|| true`, or write `|| exit 1`.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  on: 'service',
  *check(service, { link, stack }) {
    const check = healthcheckOf(service, link);
    const test = check?.test;
    if (!service.enabled || test === undefined || check?.disabled === true) return;
    const reason = reasonOf(test);
    // What ends by itself is asked for nothing but its end.
    if (reason === undefined || isOneShot(stack, service)) return;
    const waiting = [...stack.services.values()].flatMap(({ name, dependsOn }) =>
      dependsOn
        .filter((one) => one.service === service.name && one.condition === 'service_healthy')
        .map(({ span }) => ({ at: span, message: `${name} waits for it` })),
    );
    yield {
      at: test.span,
      message: `${service.name}'s health check always succeeds: ${reason}`,
      object: `services.${service.name}.healthcheck`,
      severity: waiting.length > 0 ? 'high' : 'medium',
      related: waiting,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              healthcheck:
                test: ["CMD-SHELL", "curl -f http://localhost:8080/health || exit 0"]
            worker:
              image: ghcr.io/acme/worker:1.4.2
              healthcheck:
                test: pgrep worker || true
            mail:
              image: ghcr.io/acme/mail:1.4.2
              healthcheck:
                test: ["CMD", "true"]
        `,
      },
      ['compose.yaml:5:13', 'compose.yaml:9:13', 'compose.yaml:13:13'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            healthcheck:
              test: curl -f http://localhost:8080/health || wget -q --spider http://localhost:8080 || exit 1
          migrate:
            image: ghcr.io/acme/api:1.4.2
            command: api migrate
            healthcheck:
              test: ["CMD", "echo", "ok"]
          db:
            image: postgres:16.4
            healthcheck:
              test: ["CMD-SHELL", "test -f /tmp/ready && exit 0 || exit 1"]
          proxy:
            image: ghcr.io/acme/proxy:1.4.2
            healthcheck:
              test: ["CMD", "bash", "-c", "echo > /dev/tcp/localhost/8080"]
          queue:
            image: ghcr.io/acme/queue:1.4.2
            healthcheck:
              test: echo ok | nc -w 1 localhost 6000
      `,
    }),
  ],
});

/** What makes the test succeed whatever happens. */
function reasonOf(test: CommandLine): string | undefined {
  const text = shellTextOf(test);
  if (text === undefined)
    return /^(?:\/bin\/)?(?:true|echo)(?: |$)/.test(lineText(test)) ? 'it asks nothing' : undefined;
  const commands = commandsOf(text).filter(({ depth }) => depth === 0);
  const last = commands.at(-1);
  // Of a pipe, a loop or a condition the end says little.
  if (last === undefined || !succeeds(last) || /\b(?:if|for|while|until|case)\b/.test(text)) return undefined;
  // `echo > /dev/tcp/localhost/80` knocks at a port.
  if (/[<>]/.test(text.slice(last.start))) return undefined;
  if (commands.length === 1) return 'it asks nothing';
  const ended = commands.some(({ words: [program, code] }) => program?.text === 'exit' && code?.text !== '0');
  return last.operatorBefore === '||' && !ended
    ? `${last.words.map((word) => word.text).join(' ')} follows`
    : undefined;
}

function succeeds({ words: [program, code] }: ShellCommand): boolean {
  return /^(?:true|:|echo)$/.test(program?.text ?? '') || (program?.text === 'exit' && code?.text === '0');
}

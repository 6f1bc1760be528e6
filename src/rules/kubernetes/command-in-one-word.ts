import type { Located } from '../../base/span.ts';
import type { Container } from '../../model/kubernetes.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { probesOf, subject } from '../shared/kubernetes/pods.ts';
import { isCommandLine } from '../shared/one-word.ts';

export default defineRule({
  id: 'command-in-one-word',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A list holds program and arguments in one word',
  why: 'The first word is the name of the file to run, blanks and all. There is none of that name: the container does not start, or its probe always fails.',
  fix: 'Make each argument an entry of its own.',
  references: ['https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/'],
  on: 'container',
  *check(container, { workload }) {
    for (const [what, word] of startsOf(container)) {
      if (!isCommandLine(word.value) || /__\w+__/.test(word.value)) continue;
      yield {
        at: word.span,
        message: `the ${what} of ${subject(container, workload)} runs a file of the name ${JSON.stringify(word.value)}`,
        object: `${subject(container, workload)} ${what}`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                command: ["npm start"]
                livenessProbe:
                  exec:
                    command: ["cat /tmp/alive"]
        `,
      },
      ['k8s/api.yaml:8:17', 'k8s/api.yaml:11:21'],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              command: ["sh", "-c", "npm start"]
              livenessProbe:
                exec:
                  command: ["cat", "/tmp/alive"]
            - name: worker
              image: ghcr.io/acme/worker:1.4.2
              args: ["serve page"]
      `,
    }),
  ],
});

function* startsOf(container: Container): Iterable<readonly [string, Located<string>]> {
  const [command] = container.command;
  if (command !== undefined) yield ['command', command];
  for (const { kind, node } of probesOf(container)) {
    const [first] = itemsAt(node, 'exec', 'command');
    const word = first === undefined ? undefined : textAt(first);
    if (word !== undefined) yield [`${kind} probe`, word];
  }
}

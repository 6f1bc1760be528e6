import type { Edit } from '../../base/edit.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Script } from '../../model/script.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { bad, defineRule, good } from '../rule.ts';
import { placeIn, shellTextOf } from '../shared/kubernetes/shell-text.ts';
import { unseenDumps } from '../shared/unseen-dumps.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'backup-failure-hidden',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'A pipe hides that the dump of a database failed',
  why: 'The compressor succeeds on empty input: the script reports success and leaves a backup with nothing in it.',
  fix: 'Put `set -o pipefail` at the top of the script, or dump into a file first.',
  references: ['https://www.gnu.org/software/bash/manual/html_node/Pipelines.html'],
  on: 'project',
  *check(project) {
    for (const script of project.scripts) {
      if (script.pipefail) continue;
      for (const { command, dump, reader, at } of unseenDumps(script.commands)) {
        yield {
          at: command.span,
          message: `${script.file} does not notice when ${dump} fails`,
          object: dump,
          related: [{ at: at.span, message: `the status of the pipe is that of ${reader}` }],
          ...reviewFix('Set pipefail', pipefailIn(project, script)),
        };
      }
    }
    yield* inPods(project);
  },
  examples: [
    bad(
      { 'backup.sh': 'set -e\ndocker compose exec -T db pg_dump -U app app | gzip > backup.sql.gz\n' },
      'backup.sh:2:1',
    ),
    bad(
      {
        'backup.sh': `
          #!/usr/bin/env bash
          # Saves the store, every night.
          set -eu # stop at errors

          docker compose exec -T db pg_dump -U app app | gzip > backup.sql.gz
        `,
      },
      'backup.sh:5:1',
      {
        'backup.sh': `
          #!/usr/bin/env bash
          # Saves the store, every night.
          set -eu # stop at errors
          set -o pipefail

          docker compose exec -T db pg_dump -U app app | gzip > backup.sql.gz
        `,
      },
    ),
    bad(
      {
        'k8s/backup.yaml': `
          apiVersion: batch/v1
          kind: CronJob
          metadata: {name: backup}
          spec:
            schedule: "0 2 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: OnFailure
                    containers:
                      - name: backup
                        image: postgres:16.4
                        command:
                          - /bin/bash
                          - -c
                          - |
                            set -e
                            pg_dump -h db shop | gzip > /tmp/shop.sql.gz
                            aws s3 cp /tmp/shop.sql.gz s3://acme-backups/
        `,
      },
      'k8s/backup.yaml:19:19',
    ),
    good({
      'k8s/backup.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: backup}
        spec:
          containers:
            - name: backup
              image: postgres:16.4
              command: [bash, -o, pipefail, -c]
              args: ["pg_dump -h db shop | gzip > /backup/shop.sql.gz"]
            - name: copy
              image: postgres:16.4
              command: [sh, -c, "pg_dump -h db shop | psql -h new shop"]
      `,
    }),
    good({
      'backup.sh': 'set -euo pipefail\ndocker compose exec -T db pg_dump -U app app | gzip > backup.sql.gz\n',
      'copy.sh': 'pg_dump old | psql new\n',
    }),
    good({
      'backup.sh': `
        #!/usr/bin/env bash
        pg_dump -h db -f shop.sql 2>&1 | tee backup.log
        if [ \${PIPESTATUS[0]} -ne 0 ]; then exit 1; fi
      `,
    }),
  ],
});

/** Most backups of a cluster are a text in a CronJob; what several kustomizations make of one is one. */
function* inPods({ kubernetes, texts }: Project): Iterable<Problem> {
  const seen = new Set<string>();
  for (const { objects } of kubernetes.sets) {
    for (const container of objects.flatMap(({ workload }) => workload?.pod.containers ?? [])) {
      const given = shellTextOf(container);
      if (given === undefined || given.pipefail || !/dump/.test(given.text.value)) continue;
      const { file, start } = given.text.span;
      if (seen.has(`${file} ${start}`)) continue;
      seen.add(`${file} ${start}`);
      for (const { command, dump, reader } of unseenDumps(commandsOf(given.text.value))) {
        const written = given.text.value.slice(command.start, command.end);
        yield {
          at: placeIn(texts.get(file)?.text, given.text, written.split('\n', 1)[0] ?? written),
          message: `container ${container.name} does not notice when ${dump} fails: the status of the pipe is that of ${reader}`,
          object: `${container.name} ${dump}`,
        };
      }
    }
  }
}

/** Below the other options, or the line that names the shell: only Bash is sure to know the option. */
function pipefailIn(project: Project, { file, kind, commands }: Script): Edit | undefined {
  const text = project.texts.get(file)?.text ?? '';
  if (kind !== 'shell' || !/^#!.*\bbash\b/.test(text)) return undefined;
  const options = commands.find(
    ({ words }) => words[0]?.text === 'set' && /^-[a-z]/.test(words[1]?.text ?? ''),
  );
  const line = /[^\r\n]*/y;
  line.lastIndex = options?.span.end ?? 0;
  line.test(text);
  const at = line.lastIndex;
  return { span: { file, start: at, end: at }, text: '\nset -o pipefail' };
}

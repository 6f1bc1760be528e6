import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { Script, ScriptCommand } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { following } from '../shared/following.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

const dumps = /^(?:pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump)$/;

export default defineRule({
  id: 'backup-failure-hidden',
  area: 'project',
  severity: 'high',
  aliases: [],
  title: 'A pipe hides that the dump of a database failed',
  why: 'The compressor succeeds on empty input: the script reports success and leaves a backup with nothing in it.',
  fix: 'Put `set -o pipefail` at the top of the script, or dump into a file first.',
  references: ['https://www.gnu.org/software/bash/manual/html_node/Pipelines.html'],
  on: 'script',
  *check(script, { project }) {
    if (script.pipefail) return;
    for (const [index, command] of script.commands.entries()) {
      const dump = dumpIn(command);
      const next = following(script.commands, index);
      if (dump === undefined || next?.operatorBefore !== '|' || command.depth > 0) continue;
      // Fed straight into another database or a search, the output is no backup.
      const [reader] = next.words;
      if (
        reader === undefined ||
        !/^(?:gzip|pigz|bzip2|xz|zstd|lz4|gpg|age|openssl|aws|rclone|restic|tee|cat)$/.test(reader.text)
      )
        continue;
      yield {
        at: command.span,
        message: `${script.file} does not notice when ${dump} fails`,
        object: dump,
        related: [{ at: next.span, message: `the status of the pipe is that of ${reader.text}` }],
        ...reviewFix('Set pipefail', pipefailIn(project, script)),
      };
    }
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
    good({
      'backup.sh': 'set -euo pipefail\ndocker compose exec -T db pg_dump -U app app | gzip > backup.sql.gz\n',
      'copy.sh': 'pg_dump old | psql new\n',
    }),
  ],
});

/** The dump program that the command runs, itself or in a container. */
function dumpIn({ words }: ScriptCommand): string | undefined {
  const [first] = words;
  const isDocker = first !== undefined && /^(?:sudo|docker|docker-compose|podman)$/.test(first.text);
  return (isDocker ? words : words.slice(0, 1)).find(({ text }) => dumps.test(text))?.text;
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

import type { ScriptCommand } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';
import { following } from '../shared/following.ts';

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
  *check(script) {
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
      };
    }
  },
  examples: [
    bad(
      { 'backup.sh': 'set -e\ndocker compose exec -T db pg_dump -U app app | gzip > backup.sql.gz\n' },
      'backup.sh:2:1',
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

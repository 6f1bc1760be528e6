// The scripts of the jobs, for any POSIX shell: what differs from store to store, between what all of them do.
import { mongo } from './mongo.ts';
import { mariadb, mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import { scriptTail } from './script-tail.ts';
import type { Engine } from './stores.ts';

/**
 * Functions of a store's script. None is called where the shell would go on after a failure in it.
 * - `count_store`, `count_trial`: lines of COUNT NAME
 * - `save FOLDER`: the copy, and what was there before and after as `$work/before` and `$work/after`
 * - `start_trial`, `load_trial`, `stop_trial`: a server in the folder `$trial`, with the copy in the folder `$copy`
 * - `restore_store`: puts `$copy` in place of what the store holds, while the trial is up
 * - `take_back`: after a failure behind the point at which `restore_store` set `touched`
 */
export interface EngineScript {
  readonly name: string;
  readonly port: number;
  /** What is counted: `rows`, `documents`. */
  readonly counted: string;
  /** What a restore does with that which the store holds. */
  readonly before: string;
  readonly functions: string;
}

const scripts: Readonly<Record<Engine, EngineScript>> = { postgres, mysql, mariadb, redis, mongo };

export function scriptFor(engine: Engine): string {
  const script = scripts[engine];
  return [head(script), script.functions.trim(), scriptTail].join('\n\n');
}

function head({ name, port, counted, before }: EngineScript): string {
  return `#!/bin/sh
# Saves a store of ${name} and brings copies back. A copy is kept only when a server of its own has taken it and holds
# what the store held.
#   backup.sh [save]           makes a copy, and removes those older than BACKUP_KEEP_DAYS
#   backup.sh list             names the copies, the newest last
#   backup.sh verify [COPY]    restores a copy into a server of its own and counts; the newest one unless named
#   backup.sh restore COPY     puts a copy, or the \`latest\`, in place of what the store holds. Stop the application first.
# ${before}
# Ends with 0 when all went well, 2 when it was called wrongly, 75 while another one is at work, else with 1.
set -eu
# The copies hold everything: nobody else on the host may read them.
umask 077

password=\${STORE_PASSWORD:-}
if [ -n "\${STORE_PASSWORD_FILE:-}" ]; then
  password=$(cat "$STORE_PASSWORD_FILE")
fi
port=\${STORE_PORT:-${port}}
counted=${counted}
keep_days=\${BACKUP_KEEP_DAYS:-14}
copies=$BACKUP_FOLDER/copies
stamp=$(date -u +%Y%m%dT%H%M%SZ)
trial=$BACKUP_FOLDER/trial
# Beside the copies: what is unpacked there may be larger than the memory that /tmp is.
work=$BACKUP_FOLDER/work
`;
}

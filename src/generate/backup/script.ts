// The scripts of the jobs, for any POSIX shell: what differs from store to store, between what all of them do.
import { mongo } from './mongo.ts';
import { mariadb, mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import type { Engine } from './stores.ts';

/** Functions of a store's script: `count_store`, `save FILE`, `start_trial`, `restore FILE`, `count_trial`, `stop_trial`. */
export interface EngineScript {
  readonly name: string;
  /** What is counted: `rows`, `documents`. */
  readonly counted: string;
  /** How a copy is brought back by hand. */
  readonly back: string;
  readonly functions: string;
}

const scripts: Readonly<Record<Engine, EngineScript>> = { postgres, mysql, mariadb, redis, mongo };

export function scriptFor(engine: Engine): string {
  const { name, counted, back, functions } = scripts[engine];
  return [head(name, back), functions.trim(), tail(counted)].join('\n\n');
}

function head(name: string, back: string): string {
  return `#!/bin/sh
# Saves a store of ${name}, restores the copy into a server of its own, counts, and only then gives the copy its name.
# To bring a copy back: ${back}
set -eu
# The copies hold everything: nobody else on the host may read them.
umask 077

password=\${STORE_PASSWORD:-}
if [ -n "\${STORE_PASSWORD_FILE:-}" ]; then
  password=$(cat "$STORE_PASSWORD_FILE")
fi
stamp=$(date -u +%Y%m%dT%H%M%SZ)
copies=$BACKUP_FOLDER/copies
trial=$BACKUP_FOLDER/trial-$stamp-$$
# Beside the copies: what is unpacked there may be larger than the memory that /tmp is.
work=$trial-work
draft=$copies/$STORE_HOST-$stamp.draft
final=$copies/$STORE_HOST-$stamp.dump
`;
}

function tail(counted: string): string {
  return `# The count that a file of lines COUNT NAME holds for a name.
count_of() {
  while read -r found name; do
    if [ "$name" = "$2" ]; then
      echo "$found"
      return
    fi
  done <"$1"
}

# Everything that was there before and after the copy was made is in it. What came or went meanwhile may be or not.
compare() {
  lost=0
  total=0
  while read -r before name; do
    after=$(count_of "$work/after" "$name")
    if [ -z "$after" ]; then
      continue
    fi
    least=$before
    if [ "$after" -lt "$least" ]; then
      least=$after
    fi
    restored=$(count_of "$work/restored" "$name")
    if [ "\${restored:-0}" -lt "$least" ] || [ -z "$restored" ]; then
      echo "backup of $STORE_HOST: $name has \${restored:-no} ${counted} in the copy and $least in the store" >&2
      lost=1
    fi
    total=$((total + \${restored:-0}))
  done <"$work/before"
  return "$lost"
}

clean_up() {
  status=$?
  if [ "$status" -ne 0 ]; then
    if [ -s "$work/log" ]; then
      tail -n 20 "$work/log" >&2
    fi
    echo "backup of $STORE_HOST failed: $step" >&2
  fi
  stop_trial >/dev/null 2>&1 || true
  rm -rf "$trial" "$work" "$draft"
}

step='the folder of the copies cannot be written'
mkdir -p "$copies"
# What a run left behind that was killed.
find "$BACKUP_FOLDER" -maxdepth 1 -name 'trial-*' -mtime +0 -exec rm -rf {} +
find "$copies" -name '*.draft' -mtime +0 -exec rm -f {} +
mkdir "$work"
trap clean_up EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

step='the store cannot be asked'
count_store >"$work/before"
step='it could not be saved'
save "$draft"
count_store >"$work/after"
step='no server could be started to try the copy'
mkdir -p "$trial"
start_trial >"$work/log" 2>&1
step='the copy could not be restored'
restore "$draft"
count_trial >"$work/restored"
step='the copy does not hold what it should'
compare

mv "$draft" "$final"
(cd "$copies" && sha256sum "\${final##*/}" >"$final.sha256")
find "$copies" -name "$STORE_HOST-*" -mtime "+$BACKUP_KEEP_DAYS" ! -name "\${final##*/}*" -exec rm -f {} +
echo "backup of $STORE_HOST: \${final##*/} holds $total ${counted}, restored and counted"
`;
}

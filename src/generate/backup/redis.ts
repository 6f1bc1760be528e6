// Redis: the snapshot that a replica would get, and a second server that loads it.
import type { EngineScript } from './script.ts';

export const redis: EngineScript = {
  name: 'Redis',
  port: 6379,
  counted: 'keys',
  before: 'What the store held is kept as a copy of its own first, which can be restored like any other.',
  functions: `
socket=$trial/server.sock
trial_port=0
server=
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')

# The password goes by the environment: arguments can be read by everyone on the host. An empty one would be sent too.
ask_store() {
  if [ -n "$password" ]; then
    REDISCLI_AUTH="$password" redis-cli -h "$STORE_HOST" -p "$port" "$@"
  else
    redis-cli -h "$STORE_HOST" -p "$port" "$@"
  fi
}

ask_trial() {
  REDISCLI_AUTH="$key" redis-cli -s "$socket" "$@"
}

# Counts the keys of each database, asked by $1, but for those that may expire any moment.
count_by() {
  [ "$("$1" ping)" = PONG ]
  "$1" info keyspace >"$work/keyspace"
  while read -r line; do
    case "$line" in
      db*:keys=*)
        rest=\${line#*keys=}
        keys=\${rest%%,*}
        rest=\${line#*expires=}
        echo "$((keys - \${rest%%,*})) \${line%%:*}"
        ;;
    esac
  done <"$work/keyspace"
}

count_store() {
  count_by ask_store
}

save() {
  count_store >"$work/before"
  ask_store --rdb "$1/dump.rdb" >"$work/log" 2>&1
  count_store >"$work/after"
}

# Loads the copy as it starts, and writes nothing. Only a restore has it listen, for the store.
start_trial() {
  cp "$copy/dump.rdb" "$trial/dump.rdb"
  cat >"$work/settings" <<SETTINGS
port $trial_port
bind 0.0.0.0
requirepass $key
unixsocket $socket
dir $trial
dbfilename dump.rdb
save ""
appendonly no
repl-diskless-sync-delay 0
SETTINGS
  redis-server "$work/settings" &
  server=$!
}

load_trial() {
  tries=0
  until [ "$(ask_trial ping 2>/dev/null)" = PONG ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 3000 ] || ! kill -0 "$server" 2>/dev/null; then
      return 1
    fi
    sleep 0.2
  done
}

count_trial() {
  count_by ask_trial
}

stop_trial() {
  if [ -n "$server" ]; then
    kill "$server"
    wait "$server"
    server=
  fi
}

# Gives each line to the store in one connection: an answer must be OK.
tell_store() {
  ask_store >"$work/answers"
  while read -r answer; do
    if [ "$answer" != OK ] && [ -n "$answer" ]; then
      echo "backup of $STORE_HOST: the store answers: $answer" >&2
      return 1
    fi
  done <"$work/answers"
}

# The address of this job as the store sees it.
own_address() {
  printf 'client setname %s\\nclient list\\n' "$key" | ask_store >"$work/clients"
  sed -n "s/^id=[0-9]* addr=\\([^ ]*\\):[0-9]* .*name=$key .*/\\1/p" "$work/clients"
}

# The store becomes a replica of the server that holds the copy: it lets go of what it has when it has the other whole.
restore_store() {
  keep_present
  address=$(own_address)
  stop_trial >>"$work/log" 2>&1
  trial_port=\${TRIAL_PORT:-6380}
  try_copy "$copy"
  step='the store does not take the copy over'
  touched=yes
  printf 'config set masterauth %s\\nreplicaof %s %s\\n' "$key" "$address" "$trial_port" | tell_store
  tries=0
  until ask_store info replication | grep -q '^master_link_status:up'; do
    tries=$((tries + 1))
    if [ "$tries" -gt 18000 ] || ! kill -0 "$server" 2>/dev/null; then
      return 1
    fi
    sleep 0.2
  done
  printf 'replicaof no one\\nconfig set masterauth ""\\nsave\\n' | tell_store
  wait_for_log
}

log_is_written() {
  ask_store info persistence >"$work/persistence" &&
    ! grep -Eq '^aof_rewrite_(in_progress|scheduled):1' "$work/persistence"
}

# A store that appends what is written to a log begins a new one with what it took over. Until that is whole it would
# neither end nor outlive a crash.
wait_for_log() {
  tries=0
  until log_is_written; do
    tries=$((tries + 1))
    if [ "$tries" -gt 18000 ]; then
      return 1
    fi
    sleep 0.2
  done
  grep -q '^aof_last_bgrewrite_status:ok' "$work/persistence"
}

take_back() {
  printf 'replicaof no one\\nconfig set masterauth ""\\n' | ask_store
  echo "backup of $STORE_HOST: the store is on its own again; look what it holds, and restore \${present:-a copy} if need be"
}
`,
};

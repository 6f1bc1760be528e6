// Redis: the snapshot that a replica would get, and a second server that loads it.
import type { EngineScript } from './script.ts';

export const redis: EngineScript = {
  name: 'Redis',
  counted: 'keys',
  back: 'stop the store, put the file in place of dump.rdb in its volume, and start it.',
  functions: `
socket=$trial/server.sock

# The password goes by the environment: arguments can be read by everyone on the host. An empty one would be sent too.
ask_store() {
  if [ -n "$password" ]; then
    REDISCLI_AUTH="$password" redis-cli -h "$STORE_HOST" "$@"
  else
    redis-cli -h "$STORE_HOST" "$@"
  fi
}

ask_trial() {
  redis-cli -s "$socket" "$@"
}

# Counts the keys of each database, but for those that may expire any moment.
count_by() {
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
  ask_store --rdb "$1"
}

# Reads the copy as it starts, listens on a socket only, and writes nothing.
start_trial() {
  cp "$draft" "$trial/dump.rdb"
  redis-server --port 0 --unixsocket "$socket" --dir "$trial" --dbfilename dump.rdb --save '' --appendonly no &
  server=$!
}

restore() {
  tries=0
  until [ "$(ask_trial ping 2>/dev/null)" = PONG ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ] || ! kill -0 "$server" 2>/dev/null; then
      return 1
    fi
    sleep 1
  done
}

count_trial() {
  count_by ask_trial
}

stop_trial() {
  kill "$server"
  wait
}
`,
};

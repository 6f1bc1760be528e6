// Redis: the snapshot that a replica would get, and a second server that loads it.
import type { EngineScript } from './script.ts';

export const redis: EngineScript = {
  name: 'Redis',
  counted: 'keys',
  back: 'stop the store, put the file in place of dump.rdb in its volume, and start it.',
  functions: `
export REDISCLI_AUTH="$password"
socket=$trial/server.sock

# Counts the keys of each database, but for those that may expire any moment.
count_in() {
  redis-cli "$@" info keyspace >"$work/keyspace"
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
  count_in -h "$STORE_HOST"
}

save() {
  redis-cli -h "$STORE_HOST" --rdb "$1"
}

# Reads the copy as it starts, listens on a socket only, and writes nothing.
start_trial() {
  cp "$draft" "$trial/dump.rdb"
  redis-server --port 0 --unixsocket "$socket" --dir "$trial" --dbfilename dump.rdb --save '' --appendonly no &
  server=$!
}

restore() {
  tries=0
  until [ "$(REDISCLI_AUTH='' redis-cli -s "$socket" ping 2>/dev/null)" = PONG ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ] || ! kill -0 "$server" 2>/dev/null; then
      return 1
    fi
    sleep 1
  done
}

count_trial() {
  REDISCLI_AUTH='' count_in -s "$socket"
}

stop_trial() {
  kill "$server"
  wait
}
`,
};

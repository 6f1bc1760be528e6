// MySQL and MariaDB: SQL text in one transaction, and a second server on a socket of its own.
import type { EngineScript } from './script.ts';

interface Programs {
  readonly client: string;
  readonly dump: string;
  readonly admin: string;
  readonly server: string;
  /** Makes an empty data folder. */
  readonly initialise: string;
  /** Options of the dump that the other one does not know. */
  readonly dumpOptions: string;
  readonly serverOptions: string;
}

function scriptOf(name: string, programs: Programs): EngineScript {
  return {
    name,
    port: 3306,
    counted: 'rows',
    before: 'What the store held is kept as a copy of its own first, which can be restored like any other.',
    functions: `${counting(programs)}\n${trial(programs)}\n${restoring(programs)}`,
  };
}

function counting({ client, dump, dumpOptions }: Programs): string {
  return `
user=\${STORE_USER:-root}
socket=$trial/server.sock
server=

# The login in a file: arguments can be read by everyone on the host.
log_in() {
  printf '[client]\\nuser="%s"\\npassword="%s"\\n' "$(escaped "$user")" "$(escaped "$password")" >"$work/login"
}

escaped() {
  printf '%s' "$1" | sed 's/[\\\\"]/\\\\&/g'
}

ask_store() {
  log_in
  ${client} --defaults-extra-file="$work/login" --host "$STORE_HOST" --port "$port" --batch --skip-column-names "$@"
}

ask_trial() {
  ${client} --no-defaults --socket="$socket" --user=root --batch --skip-column-names "$@"
}

# Counts each table of the database, asked by $1.
count_by() {
  "$1" "$STORE_DATABASE" >"$work/statements" <<'QUERY'
select concat('select count(*), ''', replace(table_name, '''', ''''''), ''' from \`', replace(table_name, '\`', '\`\`'), '\`;')
from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by table_name;
QUERY
  "$1" "$STORE_DATABASE" <"$work/statements"
}

count_store() {
  count_by ask_store
}

# First to a file, then packed: in a pipe a failed dump would pass for a short one. Its last line says that it is whole.
save() {
  count_store >"$work/before"
  log_in
  ${dump} --defaults-extra-file="$work/login" --host "$STORE_HOST" --port "$port" --single-transaction --quick \\
    --routines --triggers --events --hex-blob ${dumpOptions} --result-file "$work/dump.sql" \\
    --add-drop-database --databases "$STORE_DATABASE"
  case "$(tail -n 1 "$work/dump.sql")" in
    '-- Dump completed'*) ;;
    *) false ;;
  esac
  gzip -c "$work/dump.sql" >"$1/dump.sql.gz"
  rm "$work/dump.sql"
  count_store >"$work/after"
}`;
}

function trial({ admin, server, initialise, serverOptions }: Programs): string {
  return `
start_trial() {
  ${initialise}
  ${server} --no-defaults --datadir="$trial" --socket="$socket" --pid-file="$trial/server.pid" --skip-networking ${serverOptions} &
  server=$!
  tries=0
  until ${admin} --no-defaults --socket="$socket" --user=root ping; do
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ]; then
      return 1
    fi
    kill -0 "$server"
    sleep 0.2
  done
}

load_trial() {
  gzip -dc "$copy/dump.sql.gz" >"$work/dump.sql"
  ask_trial <"$work/dump.sql"
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
}`;
}

function restoring({ client }: Programs): string {
  return `
# Views, routines and triggers belong to somebody; only root may make those of others.
refuse_foreign() {
  ask_trial --execute "select distinct definer from (
      select definer, table_schema as place from information_schema.views
      union all select definer, trigger_schema from information_schema.triggers
      union all select definer, routine_schema from information_schema.routines
      union all select definer, event_schema from information_schema.events) owned
    where place not in ('sys', 'mysql', 'information_schema', 'performance_schema')" >"$work/definers"
  own=$(ask_store --execute 'select current_user()')
  while read -r definer; do
    if [ "$user" != root ] && [ "$definer" != "$own" ]; then
      step="the copy has views, routines or triggers of $definer: restore it with STORE_USER=root and its password"
      return 1
    fi
  done <"$work/definers"
}

# The dump makes the database anew, and with it what came after the copy goes.
restore_store() {
  refuse_foreign
  keep_present
  touched=yes
  step='the copy could not be put into the store'
  gzip -dc "$copy/dump.sql.gz" >"$work/dump.sql"
  log_in
  ${client} --defaults-extra-file="$work/login" --host "$STORE_HOST" --port "$port" <"$work/dump.sql"
}

take_back() {
  echo "backup of $STORE_HOST: the store holds a part of the copy; restore another one, or \${present:-none}, which it held before"
}
`;
}

export const mysql = scriptOf('MySQL', {
  client: 'mysql',
  dump: 'mysqldump',
  admin: 'mysqladmin',
  server: 'mysqld',
  initialise: 'mysqld --no-defaults --initialize-insecure --datadir="$trial"',
  dumpOptions: '--no-tablespaces --set-gtid-purged=OFF',
  serverOptions: '--mysqlx=OFF',
});

export const mariadb = scriptOf('MariaDB', {
  client: 'mariadb',
  dump: 'mariadb-dump',
  admin: 'mariadb-admin',
  server: 'mariadbd',
  initialise:
    'mariadb-install-db --no-defaults --datadir="$trial" --auth-root-authentication-method=normal --skip-test-db',
  dumpOptions: '--no-tablespaces',
  serverOptions: '--skip-slave-start',
});

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
    counted: 'rows',
    back: `gzip -dc FILE | ${programs.client} DATABASE, with the application stopped.`,
    functions: functionsOf(programs),
  };
}

function functionsOf({
  client,
  dump,
  admin,
  server,
  initialise,
  dumpOptions,
  serverOptions,
}: Programs): string {
  return `
user=\${STORE_USER:-root}
socket=$trial/server.sock

# Counts each table of the database that the arguments behind the password name. The password goes by the environment:
# arguments can be read by everyone on the host.
count_in() {
  secret=$1
  shift
  MYSQL_PWD="$secret" ${client} --batch --skip-column-names "$@" >"$work/statements" <<'QUERY'
select concat('select count(*), ''', replace(table_name, '''', ''''''), ''' from \`', replace(table_name, '\`', '\`\`'), '\`;')
from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' order by table_name;
QUERY
  MYSQL_PWD="$secret" ${client} --batch --skip-column-names "$@" <"$work/statements"
}

count_store() {
  count_in "$password" --host "$STORE_HOST" --user "$user" "$STORE_DATABASE"
}

# First to a file, then packed: in a pipe a failed dump would pass for a short one.
save() {
  MYSQL_PWD="$password" ${dump} --host "$STORE_HOST" --user "$user" --single-transaction --quick --routines --triggers --events \\
    ${dumpOptions} --result-file "$work/dump.sql" "$STORE_DATABASE"
  gzip -c "$work/dump.sql" >"$1"
  rm "$work/dump.sql"
}

start_trial() {
  ${initialise}
  ${server} --no-defaults --datadir="$trial" --socket="$socket" --pid-file="$trial/server.pid" --skip-networking ${serverOptions} &
  tries=0
  until ${admin} --no-defaults --socket="$socket" --user=root ping; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ]; then
      return 1
    fi
    sleep 1
  done
  ${client} --no-defaults --socket="$socket" --user=root --execute 'create database copy_of_store'
}

restore() {
  gzip -dc "$1" >"$work/dump.sql"
  ${client} --no-defaults --socket="$socket" --user=root copy_of_store <"$work/dump.sql"
}

count_trial() {
  count_in '' --socket="$socket" --user=root copy_of_store
}

stop_trial() {
  kill "$(cat "$trial/server.pid")"
  wait
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

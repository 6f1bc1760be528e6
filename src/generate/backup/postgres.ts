// PostgreSQL: a dump in the custom format, which is compressed, and a second server on a socket of its own.
import type { EngineScript } from './script.ts';

export const postgres: EngineScript = {
  name: 'PostgreSQL',
  counted: 'rows',
  back: 'pg_restore --clean --if-exists --dbname DATABASE FILE, with the application stopped.',
  functions: `
export PGPASSWORD="$password"
user=\${STORE_USER:-postgres}
database=\${STORE_DATABASE:-$user}

# Counts each table, whatever they are called. The server is asked in one query, so that the counts belong together.
count_in() {
  psql --no-psqlrc --quiet --no-align --tuples-only --field-separator ' ' --set ON_ERROR_STOP=1 "$@" <<'QUERY'
select (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', schemaname, tablename), false, true, '')))[1]::text,
       schemaname || '.' || tablename
from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 2;
QUERY
}

count_store() {
  count_in --host "$STORE_HOST" --username "$user" --dbname "$database"
}

save() {
  pg_dump --host "$STORE_HOST" --username "$user" --format custom --file "$1" "$database"
}

# On a socket in its own folder, and without waiting for the disk: it is thrown away.
start_trial() {
  initdb --pgdata "$trial" --username "$user" --auth trust --encoding UTF8 --no-sync
  pg_ctl --pgdata "$trial" --options "-c listen_addresses= -c unix_socket_directories=$trial -c fsync=off" \\
    --log "$work/server" --wait start
}

# Roles and grants belong to the whole server, not to the database: the dump does not hold the roles.
restore() {
  createdb --host "$trial" --username "$user" --template template0 copy_of_store
  pg_restore --host "$trial" --username "$user" --dbname copy_of_store --no-owner --no-privileges --exit-on-error "$1"
}

count_trial() {
  count_in --host "$trial" --username "$user" --dbname copy_of_store
}

stop_trial() {
  pg_ctl --pgdata "$trial" --mode immediate stop
}
`,
};

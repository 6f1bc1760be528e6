// PostgreSQL: a dump in the custom format, which is compressed, and a second server on a socket of its own.
import type { EngineScript } from './script.ts';

const counting = `select (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', schemaname, tablename), false, true, '')))[1]::text,
       schemaname || '.' || tablename
from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 2;`;

/** A statement each that makes a role, or a membership, where there is none: those that are there keep their passwords. */
const roles = `select format('do %L;', format('begin if not exists (select from pg_roles where rolname = %L) then create role %I %s; end if; end',
         rolname, rolname, concat_ws(' ',
           case when rolsuper then 'superuser' end, case when not rolinherit then 'noinherit' end,
           case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
           case when rolcanlogin then 'login' end, case when rolreplication then 'replication' end,
           case when rolbypassrls then 'bypassrls' end, 'connection limit ' || rolconnlimit,
           'password ' || quote_literal(rolpassword), 'valid until ' || quote_literal(rolvaliduntil))))
from pg_authid where rolname !~ '^pg_' order by rolname;
select format('do %L;', format('begin if not pg_has_role(%L, %L, %L) then grant %I to %I; end if; end',
         one.rolname, whole.rolname, 'member', whole.rolname, one.rolname))
from pg_auth_members join pg_roles whole on whole.oid = roleid join pg_roles one on one.oid = member
order by whole.rolname, one.rolname;`;

export const postgres: EngineScript = {
  name: 'PostgreSQL',
  port: 5432,
  counted: 'rows',
  before:
    'What the store held stays beside it, as a database of another name, until somebody drops it; a restore that fails is undone.',
  functions: `
user=\${STORE_USER:-postgres}
database=\${STORE_DATABASE:-$user}
aside=\${database}_before_$stamp

# The password in a file: arguments can be read by everyone on the host.
log_in() {
  export PGPASSFILE="$work/login"
  printf '*:*:*:*:%s\\n' "$(printf '%s' "$password" | sed 's/[\\\\:]/\\\\&/g')" >"$PGPASSFILE"
}

# Runs SQL from its input, at the server that the arguments name.
query() {
  psql --no-psqlrc --no-password --quiet --no-align --tuples-only --field-separator ' ' --set ON_ERROR_STOP=1 \\
    --username "$user" "$@"
}

query_store() {
  log_in
  query --host "$STORE_HOST" --port "$port" "$@"
}

# Counts each table, whatever they are called.
count_in() {
  query "$@" --dbname "$database" <<'QUERY'
${counting}
QUERY
}

count_store() {
  log_in
  count_in --host "$STORE_HOST" --port "$port"
}

# Dump and counts are of one snapshot: nothing that is written meanwhile makes them differ.
save() {
  export STORE_HOST port user database dump="$1/dump" saved="$work/saved"
  rm -f "$saved"
  query_store --dbname "$database" --output "$1/libraries" <<'QUERY'
show shared_preload_libraries;
QUERY
  query_store --dbname "$database" --output "$1/roles" <<'QUERY'
${roles}
QUERY
  query_store --dbname "$database" --output "$work/before" <<'QUERY'
set idle_in_transaction_session_timeout = 0;
begin isolation level repeatable read, read only;
select pg_export_snapshot() as snapshot \\gset
\\setenv snapshot :snapshot
\\! pg_dump --no-password --host "$STORE_HOST" --port "$port" --username "$user" --snapshot "$snapshot" --format custom --file "$dump" "$database" && : >"$saved"
${counting}
commit;
QUERY
  [ -e "$saved" ]
  cp "$work/before" "$work/after"
}

# On a socket in its own folder, and without waiting for the disk: it is thrown away. Some tables need what the store loads.
start_trial() {
  initdb --pgdata "$trial" --username "$user" --auth trust --encoding UTF8 --no-sync
  cat >>"$trial/postgresql.conf" <<CONFIG
listen_addresses = ''
unix_socket_directories = '$trial'
shared_preload_libraries = '$(cat "$copy/libraries")'
fsync = off
CONFIG
  pg_ctl --pgdata "$trial" --log "$work/server" --wait start
}

# The roles that are missing, then the database under its own name, with all that belongs to it.
load() {
  query "$@" --dbname template1 --file "$copy/roles"
  pg_restore --no-password --username "$user" "$@" --dbname template1 --create --exit-on-error "$copy/dump"
}

load_trial() {
  query --host "$trial" --dbname template1 --set name="$database" <<'QUERY'
set client_min_messages = warning;
drop database if exists :"name";
QUERY
  load --host "$trial"
}

count_trial() {
  count_in --host "$trial"
}

stop_trial() {
  pg_ctl --pgdata "$trial" --mode immediate stop
}

restore_store() {
  step="the database cannot be put aside: is the application stopped?"
  query_store --dbname template1 --set name="$database" --set aside="$aside" <<'QUERY'
select exists (select from pg_database where datname = :'name') as present \\gset
\\if :present
alter database :"name" rename to :"aside";
\\endif
QUERY
  touched=yes
  step='the copy could not be put into the store'
  load --host "$STORE_HOST" --port "$port"
  echo "backup of $STORE_HOST: what it held stays as the database $aside"
}

take_back() {
  if query_store --dbname template1 --set name="$database" --set aside="$aside" <<'QUERY'
select exists (select from pg_database where datname = :'aside') as present \\gset
\\if :present
set client_min_messages = warning;
drop database if exists :"name";
alter database :"aside" rename to :"name";
\\endif
QUERY
  then
    echo "backup of $STORE_HOST: the store holds again what it held before"
  else
    echo "backup of $STORE_HOST: what the store held before is the database $aside"
  fi
}
`,
};

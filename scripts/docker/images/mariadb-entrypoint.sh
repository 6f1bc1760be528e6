#!/bin/sh
# The settings that the usual image knows: MARIADB_ROOT_PASSWORD, MARIADB_USER, MARIADB_PASSWORD, MARIADB_DATABASE.
set -e
case $1 in -*) set -- mariadbd "$@" ;; esac
[ "$1" = mariadbd ] || exec "$@"
data=/var/lib/mysql
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$data" /run/mysqld
  chown -R mysql:mysql "$data" /run/mysqld
  exec su -p -s /bin/sh mysql -c 'exec "$0" "$@"' -- "$0" "$@"
fi
quoted() { printf '%s' "$1" | sed "s/'/''/g; s/\\\\/\\\\\\\\/g"; }
if [ ! -d "$data/mysql" ]; then
  if [ -z "$MARIADB_ROOT_PASSWORD" ]; then
    echo 'no password was given: set MARIADB_ROOT_PASSWORD' >&2
    exit 1
  fi
  {
    # Each statement ends its line: that is how the server reads them here.
    echo 'CREATE DATABASE mysql;'
    echo 'USE mysql;'
    echo 'SET @auth_root_socket = NULL;'
    cat /usr/share/mysql/mysql_system_tables.sql /usr/share/mysql/mysql_performance_tables.sql \
      /usr/share/mysql/mysql_system_tables_data.sql /usr/share/mysql/fill_help_tables.sql
    echo 'FLUSH PRIVILEGES;'
    echo "DELETE FROM mysql.global_priv WHERE User = '';"
    echo 'FLUSH PRIVILEGES;'
    for host in localhost %; do
      echo "CREATE OR REPLACE USER root@'$host' IDENTIFIED BY '$(quoted "$MARIADB_ROOT_PASSWORD")';"
      echo "GRANT ALL ON *.* TO root@'$host' WITH GRANT OPTION;"
    done
    for host in localhost 127.0.0.1; do echo "CREATE USER healthcheck@'$host' IDENTIFIED BY 'healthcheck';"; done
    [ -z "$MARIADB_DATABASE" ] || echo "CREATE DATABASE \`$MARIADB_DATABASE\`;"
    if [ -n "$MARIADB_USER" ]; then
      echo "CREATE USER '$MARIADB_USER'@'%' IDENTIFIED BY '$(quoted "$MARIADB_PASSWORD")';"
      [ -z "$MARIADB_DATABASE" ] || echo "GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%';"
    fi
  } >/tmp/first.sql
  mariadbd --bootstrap --datadir="$data" --skip-networking </tmp/first.sql
  rm -f /tmp/first.sql
fi
exec "$@" --datadir="$data" --socket=/run/mysqld/mysqld.sock

#!/bin/sh
# --connect and --innodb_initialized, as far as a test needs them: the server answers by TCP and its tables can be read.
exec mariadb --protocol=tcp -h 127.0.0.1 -u healthcheck -phealthcheck -N -e 'select 1' >/dev/null

#!/bin/sh
# As in the usual image, the server may be reached by others: it is alone in its container.
set -e
case $1 in -*) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ]; then
  set -- "$@" --protected-mode no
  if [ "$(id -u)" = 0 ]; then
    chown redis:redis .
    exec su -p -s /bin/sh redis -c 'exec "$0" "$@"' -- "$@"
  fi
fi
exec "$@"

#!/usr/bin/env bash
# A registry on loopback, of Debian's package `docker-registry`, where the engine of the same name can reach it.
#   registry.sh start [--user NAME:PASSWORD]   prints REGISTRY=127.0.0.1:PORT; with --user it wants to be logged in to
#   registry.sh stop                           ends it and removes what it holds
# Environment: see lib.sh. SEAWORTHY_REGISTRY_NAME (open, or closed with --user) and SEAWORTHY_REGISTRY_PORT (5780 and
# 5781) tell several apart.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

verb="${1:-start}"
user=
[ "${2:-}" != --user ] || user="$3"
registry="${SEAWORTHY_REGISTRY_NAME:-$([ -z "$user" ] && echo open || echo closed)}"
port="${SEAWORTHY_REGISTRY_PORT:-$([ -z "$user" ] && echo 5780 || echo 5781)}"
program="$cache/registry/usr/bin/docker-registry"
folder="$data.registry-$registry"
pidfile="$state/$name.registry-$registry.pid"
log="/var/log/seaworthy-docker-$name.registry-$registry.log"

needs_debian
lock "registry-$name-$registry"
make_temporary

reaches() { in_namespace curl -s --max-time 5 -o /dev/null "http://127.0.0.1:$port/v2/"; }

configuration() {
  printf 'version: 0.1\nlog: { level: warn }\n'
  printf 'storage: { filesystem: { rootdirectory: %s/data }, delete: { enabled: true } }\n' "$folder"
  printf 'http: { addr: 127.0.0.1:%s }\n' "$port"
  [ -z "$user" ] || printf 'auth: { htpasswd: { realm: tests, path: %s/users } }\n' "$folder"
}

case $verb in
  stop)
    end "$pidfile" docker-registry
    rm -rf "$folder" "$pidfile"
    ;;
  start)
    if [ ! -x "$program" ]; then
      (lock programs && unpack bookworm "$cache/registry" docker-registry)
    fi
    if ! is_running "$pidfile" docker-registry; then
      mkdir -p "$folder/data"
      if [ -n "$user" ]; then
        # The salt may be known: so are name and password.
        # shellcheck disable=SC2016
        printf '%s:%s\n' "${user%%:*}" "$(perl -e 'print crypt($ARGV[0], q($2y$05$seaworthytestsaltofone.))' "${user#*:}")" \
          >"$folder/users"
      fi
      configuration >"$folder/config.yml"
      enter=()
      [ ! -e "$data.namespace" ] || enter=(nsenter "--net=/run/netns/$namespace")
      detached "$log" "${enter[@]}" "$program" serve "$folder/config.yml"
      echo $! >"$pidfile"
      for ((turn = 0; turn < 100; turn++)); do
        reaches && break
        kill -0 $! 2>/dev/null || break
        sleep 0.1
      done
      reaches || { tail -n 5 "$log" >&2; say "the registry ended or did not answer within 10 s; its log is $log"; exit 1; }
    fi
    printf 'REGISTRY=127.0.0.1:%s\n' "$port"
    ;;
  *) say "unknown verb '$verb': start or stop"; exit 64 ;;
esac

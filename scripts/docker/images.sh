#!/usr/bin/env bash
# Makes the images that tests, benchmarks and the examples name, without pulling any: from Debian's packages, this
# machine's Node and npm, and the registry of npm. `engine.sh start` comes first.
#   images.sh [IMAGE…]   busybox node node22 redis postgres mariadb; all unless named
# Root file systems are kept in the cache folder; an image that this same recipe made is left alone.
# The tags are those of the usual images, so never let an engine that somebody works with have them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh
needs_debian
make_temporary
lock images
# shellcheck source=archives.sh
. ./archives.sh
# What an image says of itself is written down here.
recipe="$contents-$(sha256sum <images.sh | cut -c1-6)"

# have IMAGE: the engine has this recipe's.
have() { [ "$(client image inspect -f '{{index .Config.Labels "dev.seaworthy.recipe"}}' "$1" 2>/dev/null)" = "$recipe" ]; }

# make KIND TAGS CHANGE…: the first tag is the image's own, the others are given to it.
make() {
  local kind=$1 tags=($2) change changes=() tag archive
  shift 2
  if ! have "${tags[0]}"; then
    archive="$(archive_of "$kind")"
    for change in "LABEL dev.seaworthy.recipe=$recipe" "$@"; do changes+=(-c "$change"); done
    client import "${changes[@]}" "$archive" "${tags[0]}" >/dev/null
    say "made ${tags[0]} ($(du -m "$archive" | cut -f1) MB)"
  fi
  for tag in "${tags[@]:1}"; do client tag "${tags[0]}" "$tag"; done
}

path='ENV PATH=/usr/local/bin:/usr/bin:/bin'

make_busybox() { make busybox 'busybox:1.37.0 busybox:1 busybox:latest' "$path" 'CMD ["sh"]'; }
make_node() { make node 'node:20 node:20-alpine node:20-slim' "$path" 'CMD ["node"]'; }
make_node22() {
  make node22 'node:22.21.1-alpine3.22 node:22 node:22-alpine node:22-slim node:latest' "$path" 'CMD ["node"]'
}
make_redis() {
  make redis 'redis:7 redis:7-alpine redis:7.4.1-alpine redis:latest' "$path" 'WORKDIR /data' 'VOLUME /data' \
    'EXPOSE 6379' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["redis-server"]'
}
make_postgres() {
  local pg=('ENV PATH=/usr/local/bin:/usr/bin:/bin' 'EXPOSE 5432' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]')
  make postgres 'postgres:15' "${pg[@]}" 'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data'
  # From version 18 on the usual image has its data elsewhere.
  make postgres 'postgres:18.1-alpine3.22 postgres:18 postgres:latest' "${pg[@]}" \
    'ENV PGDATA=/var/lib/postgresql/18/docker' 'VOLUME /var/lib/postgresql'
  stop_signal postgres:15 SIGINT
  stop_signal postgres:18.1-alpine3.22 SIGINT
  client tag postgres:15 postgres:15-alpine
  client tag postgres:18.1-alpine3.22 postgres:18
  client tag postgres:18.1-alpine3.22 postgres:latest
}
make_mariadb() {
  make mariadb 'mariadb:11.4.4 mariadb:11 mariadb:latest' "$path" 'VOLUME /var/lib/mysql' 'EXPOSE 3306' \
    'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["mariadbd"]'
}

# Importing knows no STOPSIGNAL.
stop_signal() {
  [ "$(client image inspect -f '{{.Config.StopSignal}}' "$1")" != "$2" ] || return 0
  printf 'FROM %s\nSTOPSIGNAL %s\n' "$1" "$2" | DOCKER_BUILDKIT=0 client build -q -t "$1" - >/dev/null 2>&1
}

answers /_ping >/dev/null || { say "no engine answers at $sock: engine.sh start comes first"; exit 1; }
[ $# -gt 0 ] || set -- busybox node node22 redis postgres mariadb
for image in "$@"; do
  declare -F "make_$image" >/dev/null || { say "unknown image '$image'"; exit 64; }
  "make_$image"
done
# What an earlier recipe made and no tag names any more.
client image prune -f --filter label=dev.seaworthy.recipe >/dev/null

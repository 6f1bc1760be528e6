# Sourced by images.sh: what the root file system of each image has.
# shellcheck shell=bash
libraries=usr/lib/x86_64-linux-gnu

# packages FOLDER PACKAGE…: unpacked once a run.
packages() {
  [ -d "$1" ] || unpack bookworm "$@"
}

# libraries_of ROOT FILE…: the shared libraries that files below ROOT need, copied to the same paths.
libraries_of() {
  local root=$1 file needed
  shift
  for file in "$@"; do
    needed="$(LD_LIBRARY_PATH="$root/$libraries" ldd "$root$file" 2>/dev/null || true)"
    if grep -q 'not found' <<<"$needed"; then
      install_packages libssl3 libldap-2.5-0 libxml2 libicu72 libgssapi-krb5-2 libpq5 libaio1 libnuma1 liburing2 \
        libpcre2-8-0 libedit2 libjemalloc2 liblzf1 libatomic1 libsystemd0
      needed="$(LD_LIBRARY_PATH="$root/$libraries" ldd "$root$file")"
    fi
    { grep -o '/[^ )]*' <<<"$needed" || true; } | while read -r library; do
      case $library in "$root"*) continue ;; esac
      [ -e "$root$library" ] || install -D "$library" "$root$library"
    done
  done
}

# A shell and tools (static busybox), users, name service.
skeleton() {
  local root=$1 tool
  packages "$temporary/busybox-files" busybox-static
  mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev,root,run,var/lib,usr/bin,usr/local/bin,home/node,"$libraries"}
  ln -s ../run "$root/var/run"
  chmod 1777 "$root/tmp"
  cp "$temporary/busybox-files/bin/busybox" "$root/bin/busybox"
  for tool in $("$root/bin/busybox" --list); do [ -e "$root/bin/$tool" ] || ln -s busybox "$root/bin/$tool"; done
  cat >"$root/etc/passwd" <<'USERS'
root:x:0:0:root:/root:/bin/sh
postgres:x:70:70:postgres:/var/lib/postgresql:/bin/sh
mysql:x:999:999:mysql:/var/lib/mysql:/bin/sh
redis:x:998:998:redis:/data:/bin/sh
node:x:1000:1000:node:/home/node:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false
USERS
  cut -d: -f1,2,4 "$root/etc/passwd" | sed 's/$/:/; s/^nobody/nogroup/' >"$root/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"
  chown 1000:1000 "$root/home/node"
}

rootfs_busybox() { skeleton "$1"; }

# Node with npm, whose cache holds what the examples install: `npm ci` in a build needs no network.
node_with_npm() { # node_with_npm ROOT NODE
  local root=$1 node=$2
  skeleton "$root"
  install -D "$node" "$root/usr/local/bin/node"
  libraries_of "$root" /usr/local/bin/node
  mkdir -p "$root/usr/local/lib/node_modules" "$root/usr/local/etc" "$root/opt"
  cp -a "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$root/usr/local/lib/node_modules/npm"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  mkdir -p "$root/usr/bin" && ln -sf ../../bin/env "$root/usr/bin/env"
  printf 'offline=true\ncache=/opt/npm-cache\naudit=false\nfund=false\nupdate-notifier=false\n' >"$root/usr/local/etc/npmrc"
  npm_cache
  cp -a "$temporary/npm-cache" "$root/opt/npm-cache"
}

npm_cache() {
  local lock folder
  [ ! -d "$temporary/npm-cache" ] || return 0
  for lock in "$examples"/*/repaired/*/package-lock.json "$examples"/*/repaired/*/*/package-lock.json; do
    [ -e "$lock" ] || continue
    folder="$(mktemp -d "$temporary/npm.XXXXXX")"
    cp "$lock" "${lock%-lock.json}.json" "$folder/"
    (cd "$folder" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent --cache "$temporary/npm-cache")
  done
}

rootfs_node() { node_with_npm "$1" "$(readlink -f "$(command -v node)")"; }

# The platform packages of npm's `node` carry the program itself.
rootfs_node22() {
  local folder
  folder="$(mktemp -d "$temporary/node22.XXXXXX")"
  (cd "$folder" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund "node-linux-$(node -p process.arch)@22.21.1")
  node_with_npm "$1" "$(find "$folder/node_modules" -path '*/bin/node' -type f)"
}

rootfs_redis() {
  local root=$1 from="$temporary/redis-files"
  skeleton "$root"
  packages "$from" redis-server redis-tools liblzf1 libjemalloc2
  # redis-server is a link to redis-check-rdb in Debian's packages.
  cp -a "$from"/usr/bin/redis-{server,check-rdb,cli} "$root/usr/bin/"
  cp -a "$from/$libraries"/lib*.so* "$root/$libraries/"
  libraries_of "$root" /usr/bin/redis-check-rdb /usr/bin/redis-cli
  cp images/redis-entrypoint.sh "$root/usr/local/bin/docker-entrypoint.sh"
  mkdir -p "$root/data" && chown 998:998 "$root/data"
}

rootfs_postgres() {
  local root=$1 from="$temporary/postgres-files" pg=/usr/lib/postgresql/15 tool library
  skeleton "$root"
  packages "$from" postgresql-15 postgresql-client-15 libpq5
  mkdir -p "$root$pg/bin" "$root$pg/lib" "$root/usr/share/postgresql" "$root/docker-entrypoint-initdb.d"
  cp -a "$from/$libraries"/libpq.so* "$root/$libraries/"
  for tool in postgres initdb pg_ctl psql pg_isready pg_dump pg_restore pg_basebackup createdb dropdb; do
    cp -L "$from$pg/bin/$tool" "$root$pg/bin/$tool"
    ln -s "$pg/bin/$tool" "$root/usr/local/bin/$tool"
    libraries_of "$root" "$pg/bin/$tool"
  done
  for library in "$from$pg"/lib/*.so; do
    case ${library##*/} in
      llvmjit*) ;; # needs LLVM, which is larger than all the rest
      *) cp "$library" "$root$pg/lib/" && libraries_of "$root" "$pg/lib/${library##*/}" ;;
    esac
  done
  cp -a "$from/usr/share/postgresql/15" "$root/usr/share/postgresql/"
  rm -rf "$root/usr/share/postgresql/15/man"
  mkdir -p "$root/usr/share/zoneinfo" "$root/run/postgresql" "$root/var/lib/postgresql/data"
  cp -aL /usr/share/zoneinfo/{UTC,GMT,Etc,Europe} "$root/usr/share/zoneinfo/"
  chown -R 70:70 "$root/var/lib/postgresql" "$root/run/postgresql"
  cp images/postgres-entrypoint.sh "$root/usr/local/bin/docker-entrypoint.sh"
}

rootfs_mariadb() {
  local root=$1 from="$temporary/mariadb-files" tool
  skeleton "$root"
  packages "$from" mariadb-server-core mariadb-client-core mariadb-client liburing2
  mkdir -p "$root/usr/sbin" "$root/usr/share" "$root/run/mysqld" "$root/var/lib/mysql"
  cp -a "$from/$libraries"/lib*.so* "$root/$libraries/"
  cp "$from/usr/sbin/mariadbd" "$root/usr/local/bin/mariadbd"
  for tool in mariadb mariadb-admin mariadb-dump; do cp -L "$from/usr/bin/$tool" "$root/usr/local/bin/$tool"; done
  for tool in mariadbd mariadb mariadb-admin mariadb-dump; do libraries_of "$root" "/usr/local/bin/$tool"; done
  mkdir -p "$root/usr/share/mysql"
  cp -a "$from"/usr/share/mysql/{english,charsets,*.sql} "$root/usr/share/mysql/"
  chown -R 999:999 "$root/run/mysqld" "$root/var/lib/mysql"
  cp images/mariadb-entrypoint.sh "$root/usr/local/bin/docker-entrypoint.sh"
  cp images/mariadb-healthcheck.sh "$root/usr/local/bin/healthcheck.sh"
}

#!/usr/bin/env bash
# Prints, one a line, where the archives of root file systems are, for who makes images of them without an engine.
#   rootfs-archives.sh KIND…   busybox node node22 redis postgres mariadb
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh
needs_debian
make_temporary
lock images
# shellcheck source=archives.sh
. ./archives.sh
for kind in "$@"; do
  declare -F "rootfs_$kind" >/dev/null || { say "unknown root file system '$kind'"; exit 64; }
  archive_of "$kind"
done

# Sourced: the root file systems of images as archives, kept in the cache folder under the name of their recipe.
# shellcheck shell=bash
examples=../../examples
kept="$cache/images"
mkdir -p "$kept"
contents="$(cat archives.sh rootfs.sh images/* "$examples"/*/*/*/package-lock.json "$examples"/*/*/*/*/package-lock.json \
  2>/dev/null | sha256sum | cut -c1-12)"
# shellcheck source=rootfs.sh
. ./rootfs.sh

# archive_of KIND: prints where it is; what this recipe made before is not made again.
archive_of() {
  local kind=$1 archive
  archive="$kept/$kind-$contents.tar"
  if [ ! -e "$archive" ]; then
    "rootfs_$kind" "$temporary/$kind" >&2
    tar -C "$temporary/$kind" --sort=name --mtime=@0 --numeric-owner -cf "$archive.$$" .
    rm -rf "${temporary:?}/$kind" "$kept/$kind"-*.tar
    mv "$archive.$$" "$archive"
  fi
  printf '%s\n' "$archive"
}

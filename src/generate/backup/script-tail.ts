// What the scripts of all stores do, behind the functions of the store.

export const scriptTail = `# One at a time: the kernel lets go of the lock when its holder dies.
take_lock() {
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$copies/.lock"
    flock -n 9 || locked=no
  else
    find "$copies" -maxdepth 1 -name '.locked' -mtime +0 -exec rmdir {} +
    mkdir "$copies/.locked" 2>/dev/null || locked=no
  fi
  if [ "$locked" = no ]; then
    echo "backup of $STORE_HOST: another one is at work" >&2
    exit 75
  fi
}

clean_up() {
  status=$?
  if [ "$status" -ne 0 ]; then
    if [ -s "$work/log" ]; then
      tail -n 20 "$work/log" >&2
    fi
    echo "backup of $STORE_HOST failed: $step" >&2
    if [ "$touched" = yes ]; then
      take_back >&2 || true
    fi
  fi
  stop_trial >/dev/null 2>&1 || true
  rm -rf "$trial" "$work" "$copies"/.draft-*
  rmdir "$copies/.locked" 2>/dev/null || true
  # Whatever a program of the store ended with.
  if [ "$status" -ne 0 ] && [ "$called_wrongly" = no ]; then
    exit 1
  fi
}

# The count that a file of lines COUNT NAME holds for a name.
count_of() {
  while read -r found name; do
    if [ "$name" = "$2" ]; then
      echo "$found"
      return
    fi
  done <"$1"
}

# What was the same before and after must be whole in the copy. What moved meanwhile may have been less in between.
compare() {
  lost=0
  total=0
  while read -r before name; do
    after=$(count_of "$work/after" "$name")
    if [ -z "$after" ]; then
      continue
    fi
    least=$before
    if [ "$after" -lt "$before" ]; then
      least=$after
    fi
    if [ "$after" -ne "$before" ]; then
      least=$((least / 2))
    fi
    restored=$(count_of "$work/restored" "$name")
    if [ "\${restored:-0}" -lt "$least" ] || [ -z "$restored" ]; then
      echo "backup of $STORE_HOST: $name has \${restored:-no} $counted in the copy, $before before and $after after it was made" >&2
      lost=$((lost + 1))
    fi
    total=$((total + \${restored:-0}))
  done <"$work/before"
}

# Starts a server of its own with the copy in the folder $1, and counts there.
try_copy() {
  copy=$1
  step='no server could be started to try the copy'
  rm -rf "$trial"
  mkdir "$trial"
  # A server that outlives this shell must not hold its lock.
  start_trial >"$work/log" 2>&1 9>&-
  step='the copy could not be restored'
  load_trial
  count_trial >"$work/restored"
  : >"$work/log"
}

# Gives a finished draft its name: whole, with its sums, and on the disk.
keep() {
  step='the copy could not be put in its place'
  (cd "$1" && sha256sum -- * >"$work/sums" && mv "$work/sums" sha256)
  sync
  mv "$1" "$copies/$2"
}

save_copy() {
  title=$STORE_HOST-$stamp
  draft=$copies/.draft-$title
  attempt=1
  while true; do
    step='it could not be saved'
    mkdir "$draft"
    save "$draft"
    try_copy "$draft"
    compare
    if [ "$lost" -eq 0 ]; then
      break
    fi
    # A table may have lost rows and got others while it was saved: that does not happen each time.
    step='the copy does not hold what it should'
    [ "$attempt" -lt 3 ]
    attempt=$((attempt + 1))
    stop_trial >>"$work/log" 2>&1
    rm -rf "$draft"
  done
  mv "$work/restored" "$draft/counts"
  keep "$draft" "$title"
  step='old copies could not be removed'
  find "$copies" -mindepth 1 -maxdepth 1 -name "$STORE_HOST-*" -mtime "+$keep_days" ! -name "$title" -exec rm -rf {} +
  echo "backup of $STORE_HOST: $title holds $total $counted, restored and counted"
}

# The name of a copy: \`latest\` and none stand for the newest that was not made by a restore.
choose() {
  title=$1
  if [ "$title" = latest ]; then
    title=
    for found in "$copies/$STORE_HOST"-*Z; do
      if [ -d "$found" ]; then
        title=\${found##*/}
      fi
    done
  fi
  case "$title" in
    '' | .* | */*) misused "there is no copy \${title:-at all}" ;;
  esac
  [ -d "$copies/$title" ] || misused "there is no copy $title (list names them)"
}

verify_copy() {
  choose "$1"
  step="$title is damaged: its sums are others"
  (cd "$copies/$title" && sha256sum -c sha256) >"$work/log" 2>&1
  try_copy "$copies/$title"
  step="$title does not hold what it held when it was made"
  same_counts "$work/restored"
  echo "backup of $STORE_HOST: $title holds what it held when it was made"
}

same_counts() {
  [ "$(cat "$1")" = "$(cat "$copies/$title/counts")" ]
}

restore_copy() {
  verify_copy "$1"
  step='the copy could not be put into the store'
  restore_store
  step='the store does not hold what the copy does: did the application write to it meanwhile?'
  count_store >"$work/now"
  same_counts "$work/now"
  touched=no
  echo "backup of $STORE_HOST: the store holds $title again"
}

# Keeps what the store holds now, as a copy that is not tried: it may be broken, and that is why one restores.
keep_present() {
  present=$STORE_HOST-$stamp-before-restore
  step='what the store holds now could not be saved; KEEP_PRESENT=no goes on without'
  if [ "\${KEEP_PRESENT:-yes}" = yes ]; then
    mkdir "$copies/.draft-$present"
    save "$copies/.draft-$present"
    mv "$work/after" "$copies/.draft-$present/counts"
    keep "$copies/.draft-$present" "$present"
    echo "backup of $STORE_HOST: what it held is kept as $present"
  fi
}

misused() {
  called_wrongly=yes
  step=$1
  exit 2
}

act=\${1:-save}
case "$act $#" in
  'save 0' | 'save 1' | 'list 1' | 'verify 1' | 'verify 2' | 'restore 2') ;;
  *)
    echo 'usage: backup.sh [save | list | verify [COPY] | restore COPY]' >&2
    exit 2
    ;;
esac
case "$keep_days" in
  '' | *[!0-9]*)
    echo "backup.sh: BACKUP_KEEP_DAYS is a number of days, not '$keep_days'" >&2
    exit 2
    ;;
esac
mkdir -p "$copies"
if [ "$act" = list ]; then
  ls "$copies"
  exit 0
fi
locked=yes
take_lock
touched=no
called_wrongly=no
step='the folder of the copies cannot be written'
trap clean_up EXIT
trap 'exit 1' TERM INT
# What a run left behind that was killed.
rm -rf "$trial" "$work" "$copies"/.draft-*
mkdir "$work"
while [ -e "$copies/$STORE_HOST-$stamp" ]; do
  sleep 1
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
done
case "$act" in
  save) save_copy ;;
  verify) verify_copy "\${2:-latest}" ;;
  restore) restore_copy "$2" ;;
esac
`;

#!/usr/bin/env bash
# Ends every engine and registry that the scripts beside this one have started, with all containers, networks and volumes.
#   stop.sh [NAME…]    only engines of these names
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
shopt -s nullglob
names=("$@")
if [ $# = 0 ]; then
  for file in /run/seaworthy-docker/*.sock; do file="${file##*/}" && names+=("${file%.sock}"); done
fi
failed=0
for name in "${names[@]}"; do
  export SEAWORTHY_DOCKER_NAME="$name"
  for file in /run/seaworthy-docker/"$name".registry-*.pid; do
    file="${file##*.registry-}"
    SEAWORTHY_REGISTRY_NAME="${file%.pid}" ./registry.sh stop || failed=1
  done
  ./engine.sh stop || failed=1
done
exit $failed

#!/usr/bin/env bash
# Runs the tests of test/docker against the engines of scripts/docker, one after the other.
#   test-docker.sh [--keep] [ARGUMENT OF VITEST…]
# All of them against 20, and what hangs on the version of the API against 26, too.
# SEAWORTHY_DOCKER_ENGINE=20 or 26 runs all of them against that one alone. --keep leaves the engines running afterwards.
# Where no engine can be had, nothing is run and one line says so.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

keep=
[ "${1:-}" != --keep ] || { keep=1 && shift; }

versioned=(test/docker/lab test/docker/engine test/docker/images test/docker/interop)
only="${SEAWORTHY_DOCKER_ENGINE:-}"
failed=0
for engine in ${SEAWORTHY_DOCKER_ENGINE:-20 26}; do
  export SEAWORTHY_DOCKER_ENGINE=$engine
  why="$(scripts/with-docker.sh true 2>&1)"
  code=$?
  if [ $code = 77 ]; then
    printf '\n#### SKIPPED: every test against a real Docker engine; %s ####\n\n' "$why"
    exit 0
  fi
  [ $code = 0 ] || { printf '%s\n' "$why" >&2 && exit 1; }
  printf '\n== Docker engine %s\n' "$engine"
  tests=("$@")
  [ -n "$only" ] || [ "$engine" = 20 ] || [ $# -gt 0 ] || tests=("${versioned[@]}")
  scripts/with-docker.sh npx vitest run --project docker "${tests[@]}" || failed=1
  [ -n "$keep" ] || scripts/docker/stop.sh "$engine" || failed=1
done
exit $failed

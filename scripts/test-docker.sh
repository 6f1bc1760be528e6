#!/usr/bin/env bash
# Starts the Docker engines of scripts/docker and runs the tests of test/docker against them.
#   test-docker.sh [--keep] [ARGUMENT OF VITEST…]
# SEAWORTHY_DOCKER_ENGINE=20 or 26 takes that one alone. --keep leaves engines and registries running afterwards.
# Where no engine can be had, nothing is run and one line says so.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

keep=
[ "${1:-}" != --keep ] || { keep=1 && shift; }

prepare() { # an engine with its images and registries; 26 beside 20 needs a network of its own
  local namespace=()
  [ "$SEAWORTHY_DOCKER_ENGINE" = 20 ] || namespace=(--namespace)
  scripts/docker/engine.sh start "${namespace[@]}" && scripts/docker/images.sh &&
    scripts/docker/registry.sh start && scripts/docker/registry.sh start --user tester:secret
}

failed=0
for engine in ${SEAWORTHY_DOCKER_ENGINE:-20 26}; do
  export SEAWORTHY_DOCKER_ENGINE=$engine
  why="$(prepare 2>&1 >/dev/null)"
  case $? in
    0) ;;
    77) printf '\n#### SKIPPED: every test against a real Docker engine. %s ####\n\n' "$why" && exit 0 ;;
    *) printf '%s\n' "$why" >&2 && exit 1 ;;
  esac
  printf '\n== Docker engine %s\n' "$engine"
  scripts/docker/engine.sh run npx vitest run --project docker "$@" || failed=1
  [ -n "$keep" ] && continue
  scripts/docker/registry.sh stop
  SEAWORTHY_REGISTRY_NAME=closed scripts/docker/registry.sh stop
  scripts/docker/engine.sh stop
done
exit $failed

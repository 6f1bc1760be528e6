#!/usr/bin/env bash
# Runs a command with an engine of scripts/docker, its images and its registries. DOCKER_HOST is set for it.
#   with-docker.sh COMMAND…
# SEAWORTHY_DOCKER_ENGINE=20 (unless told) or 26. They are left running: `scripts/docker/stop.sh` ends them.
# Exit code 77 and one line where no engine can be had.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/docker"
export SEAWORTHY_DOCKER_ENGINE="${SEAWORTHY_DOCKER_ENGINE:-20}"

# 26 beside 20 needs a network of its own.
namespace=()
[ "$SEAWORTHY_DOCKER_ENGINE" = 20 ] || namespace=(--namespace)
"$here/engine.sh" start "${namespace[@]}" >/dev/null
"$here/images.sh"
"$here/registry.sh" start >/dev/null
"$here/registry.sh" start --user tester:secret >/dev/null
exec "$here/engine.sh" run "$@"

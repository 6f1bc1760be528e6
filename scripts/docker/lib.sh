# Sourced by the scripts beside it: where things lie, and how Debian's packages are had. Nothing is installed
# that would start a service of its own; programs are unpacked into the cache folder instead.
# shellcheck shell=bash

# An engine has a name; all that belongs to it follows from that name.
#   SEAWORTHY_DOCKER_ENGINE  20 (20.10, Debian 12's packages) or 26 (26.1, Debian 13's)
#   SEAWORTHY_DOCKER_NAME    the same as the engine unless told
engine="${SEAWORTHY_DOCKER_ENGINE:-20}"
name="${SEAWORTHY_DOCKER_NAME:-$engine}"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/seaworthy-docker"
state=/run/seaworthy-docker
sock="$state/$name.sock"
data="/var/lib/seaworthy-docker/$name"
programs="$cache/engine-$engine"
namespace="seaworthy-$name"

say() { printf '%s\n' "$*" >&2; }

# Exit code 77: cannot be had here; the reason is the one line that is printed.
cannot() { say "no Docker engine can be had here: $*"; exit 77; }

needs_debian() {
  [ "$(uname -s)" = Linux ] || cannot 'it needs Linux'
  [ "$(id -u)" = 0 ] || cannot 'it needs root'
  # shellcheck disable=SC1091
  [ "$(. /etc/os-release && echo "${ID:-} ${VERSION_ID:-}")" = 'debian 12' ] || cannot 'it needs Debian 12'
  case $engine in 20 | 26) ;; *) say "unknown engine '$engine': 20 or 26"; exit 64 ;; esac
}

# Held until the script ends; daemons that it starts let go of it (see `detached`).
lock() {
  mkdir -p "$state" "$cache"
  exec 9>"$state/$1.lock"
  flock 9
}

make_temporary() {
  temporary="$(mktemp -d /var/tmp/seaworthy-docker.XXXXXX)"
  # shellcheck disable=SC2064
  trap "rm -rf '$temporary'" EXIT
}

# Others may hold apt's locks, and a mirror may fail for a moment.
patiently() {
  local turn
  for turn in 1 2 3 4 5; do
    "$@" >"$temporary/patiently.log" 2>&1 && return
    sleep $((turn * 2))
  done
  cat "$temporary/patiently.log" >&2
  return 1
}

apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root "$@"; }

update_lists() { # update_lists bookworm|trixie
  local folder="$temporary/apt-$1" mirror
  [ -d "$folder" ] && return
  mkdir -p "$folder"/{lists/partial,cache/archives/partial,parts}
  # shellcheck disable=SC2016
  mirror="$(apt indextargets --format '$(REPO_URI)' 'Codename: bookworm' | sort -u | sed -n 1p)"
  if [ -z "$mirror" ]; then
    patiently apt update
    # shellcheck disable=SC2016
    mirror="$(apt indextargets --format '$(REPO_URI)' 'Codename: bookworm' | sort -u | sed -n 1p)"
  fi
  [ -n "$mirror" ] || { say 'apt knows no mirror of Debian 12'; return 1; }
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main" >"$folder/sources.list"
  patiently apt_of "$1" update
}

apt_of() { # apt_of SUITE ARGUMENT...: with lists and a state of its own: the machine's stay as they are
  local folder="$temporary/apt-$1"
  shift
  apt -o "Dir::Etc::sourcelist=$folder/sources.list" -o "Dir::Etc::sourceparts=$folder/parts" \
    -o "Dir::State::lists=$folder/lists" -o Dir::State::status=/dev/null -o "Dir::Cache=$folder/cache" -o Acquire::Languages=none "$@"
}

unpack() { # unpack SUITE FOLDER PACKAGE...: the files of packages, none of which is installed
  local suite=$1 folder=$2 debs deb
  shift 2
  update_lists "$suite"
  debs="$(mktemp -d "$temporary/debs.XXXXXX")"
  (cd "$debs" && patiently apt_of "$suite" download "$@")
  mkdir -p "$folder"
  for deb in "$debs"/*.deb; do dpkg -x "$deb" "$folder"; done
}

install_packages() { # libraries and tools without a service
  patiently apt install -y --no-install-recommends "$@" && return
  patiently apt update
  patiently apt install -y --no-install-recommends "$@"
}

# is_running PIDFILE PROGRAM: the pid may be another's by now, and a dead process may wait a while for its parent.
is_running() {
  local pid
  [ -s "$1" ] || return 1
  pid="$(cat "$1")"
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] && ! grep -q '^State:.*Z' "/proc/$pid/status"
}

end() { # end PIDFILE PROGRAM
  is_running "$1" "$2" || return 0
  local pid turn
  pid="$(cat "$1")"
  kill -TERM "$pid"
  for ((turn = 0; turn < 300; turn++)); do
    is_running "$1" "$2" || return 0
    sleep 0.1
  done
  say "$2 ($pid) did not end within 30 s"
  return 1
}

# detached LOG COMMAND...: in the background, with no descriptor of ours, or $(engine.sh start) would wait for it.
detached() {
  local log=$1
  shift
  (
    exec >>"$log" 2>&1 </dev/null
    for descriptor in /proc/self/fd/*; do
      descriptor="${descriptor##*/}"
      [ "$descriptor" -le 2 ] || eval "exec $descriptor>&-"
    done
    cd /
    exec setsid "$@"
  ) &
}

# in_namespace COMMAND...: where this engine lives; the machine's own network unless it was started with --namespace.
in_namespace() {
  if [ -e "$data.namespace" ]; then nsenter "--net=/run/netns/$namespace" "$@"; else "$@"; fi
}

answers() { curl -sf --max-time 5 --unix-socket "$sock" "http://engine$1"; }

client() { DOCKER_HOST="unix://$sock" "$programs/usr/bin/docker" "$@"; }

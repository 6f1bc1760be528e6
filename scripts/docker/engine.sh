#!/usr/bin/env bash
# A Docker engine for tests, of Debian's packages, on a socket of its own. Needs root on Debian 12.
#   engine.sh start [--namespace] [--killed]
#              prints DOCKER_HOST=unix://… once it answers; one that answers already is left alone
#              --namespace: in a network namespace of its own, as every engine but one of a machine must be
#              --killed: without live restore, so that containers end with the daemon
#   engine.sh install     only fetches the programs
#   engine.sh stop        removes its containers, networks and volumes and ends it; images stay
#   engine.sh run COMMAND…  in the engine's network namespace, with DOCKER_HOST set
# Environment: see lib.sh. SEAWORTHY_DOCKER_OUTBOUND=1 lets containers reach beyond this machine; otherwise only name
# look-ups leave it and anything else fails at once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=lib.sh
. ./lib.sh

pidfile="$state/$name.pid"
log="/var/log/seaworthy-docker-$name.log"

install_engine() {
  local packages=()
  command -v curl >/dev/null || packages+=(curl ca-certificates)
  command -v iptables >/dev/null || packages+=(iptables)
  command -v ip >/dev/null || packages+=(iproute2)
  ldconfig -p | grep -q libdevmapper.so || packages+=(libdevmapper1.02.1)
  ldconfig -p | grep -q libseccomp.so || packages+=(libseccomp2)
  [ ${#packages[@]} = 0 ] || install_packages "${packages[@]}"
  [ -x "$programs/usr/sbin/dockerd" ] && return
  say "fetching the Docker engine $engine"
  if [ "$engine" = 20 ]; then
    unpack bookworm "$temporary/root" docker.io containerd runc tini
  else
    # Debian 13's engine runs on Debian 12; its runc and tini want a newer libc.
    unpack trixie "$temporary/root" docker.io docker-cli containerd docker-compose docker-buildx
    rm -f "$temporary/root/usr/bin/docker-init"
    unpack bookworm "$temporary/root" runc tini
  fi
  # The engine looks for its init under this name.
  [ -e "$temporary/root/usr/bin/docker-init" ] || ln -s tini-static "$temporary/root/usr/bin/docker-init"
  rm -rf "$programs"
  mv "$temporary/root" "$programs"
}

make_namespace() {
  touch "$data.namespace"
  ip netns list | grep -q "^$namespace\b" || ip netns add "$namespace"
  ip -n "$namespace" link set lo up
}

start() {
  local turn live=--live-restore
  mountpoint -q /sys/fs/cgroup || { install_packages cgroupfs-mount && cgroupfs-mount; }
  mkdir -p "$data"
  rm -f "$data.namespace"
  [ -z "$with_namespace" ] || make_namespace
  [ -z "$killed" ] || live=--live-restore=false
  # Left by a daemon that was killed.
  is_running "$pidfile" dockerd || rm -f "$pidfile"
  is_running "$state/$name/containerd/containerd.pid" containerd || rm -f "$state/$name/containerd/containerd.pid"
  # Small subnets: the default pools end at some thirty networks.
  detached "$log" env "PATH=$programs/usr/sbin:$programs/usr/bin:$PATH" ${with_namespace:+nsenter "--net=/run/netns/$namespace"} \
    dockerd -H "unix://$sock" --data-root "$data" --exec-root "$state/$name" --pidfile "$pidfile" "$live" \
    --log-level warn --default-address-pool base=172.20.0.0/14,size=24
  for ((turn = 0; turn < 600; turn++)); do
    answers /_ping >/dev/null && return
    kill -0 $! 2>/dev/null || break
    sleep 0.1
  done
  tail -n 20 "$log" >&2
  say "the engine ended or did not answer within 60 s; its log is $log"
  return 1
}

# In the engine's own chain, so that it holds for containers only.
guard() {
  local device rule
  for device in $(in_namespace ip -o route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | sort -u); do
    for rule in '-j REJECT --reject-with icmp-net-unreachable' '-p udp --dport 53 -j RETURN'; do
      # shellcheck disable=SC2086
      while in_namespace iptables -w -D DOCKER-USER -o "$device" $rule 2>/dev/null; do :; done
      # shellcheck disable=SC2086
      [ "${SEAWORTHY_DOCKER_OUTBOUND:-}" = 1 ] || in_namespace iptables -w -I DOCKER-USER -o "$device" $rule
    done
  done
}

stop() {
  if answers /_ping >/dev/null; then
    client ps -aq | xargs -r "$programs/usr/bin/docker" -H "unix://$sock" rm -fv >/dev/null
    client network prune -f >/dev/null
    client volume ls -q | xargs -r "$programs/usr/bin/docker" -H "unix://$sock" volume rm -f >/dev/null
  fi
  end "$pidfile" dockerd
  if [ -e "$data.namespace" ]; then
    ip netns delete "$namespace" || true
    rm -f "$data.namespace"
  fi
}

verb="${1:-start}"
[ $# = 0 ] || shift
if [ "$verb" = run ]; then
  export DOCKER_HOST="unix://$sock"
  cd "$OLDPWD"
  in_namespace "$@"
  exit
fi
with_namespace=
killed=
for option in "$@"; do
  case $option in
    --namespace) with_namespace=1 ;;
    --killed) killed=1 ;;
    *) say "unknown option '$option'"; exit 64 ;;
  esac
done
needs_debian
lock "engine-$name"
make_temporary
case $verb in
  install) (lock programs && install_engine) ;;
  stop) stop ;;
  start)
    if version="$(answers /version)"; then
      case $version in
        *'"Version":"'"$engine".*) ;;
        *) say "another engine answers at $sock: stop it first"; exit 1 ;;
      esac
    else
      (lock programs && install_engine)
      start
    fi
    guard
    printf 'DOCKER_HOST=unix://%s\n' "$sock"
    ;;
  *) say "unknown verb '$verb': start, install, stop or run"; exit 64 ;;
esac

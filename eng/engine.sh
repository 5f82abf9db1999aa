#!/usr/bin/env bash
# Finds a Docker Engine. With none, and root on Debian or a system made from it, installs Debian's engine and starts it.
# Prints the engine's address. SKILLHOST_NO_ENGINE_INSTALL=1 forbids installing and starting one. Exit code 3: there is no engine.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

socket=/var/run/docker.sock
daemon_log=/var/log/skillhost-dockerd.log

main() {
  local address
  if address=$(find_engine); then
    printf '%s\n' "$address"
    return
  fi
  refuse_where_hopeless
  is_root || die 3 "No Docker Engine answers, and this user may not install one." "$(remedies)"
  # One at a time: whoever comes second finds the engine that the first has started.
  exec 9>/run/skillhost-engine.lock
  flock 9
  if ! command -v dockerd >/dev/null; then
    is_debian_like || die 3 "No Docker Engine answers, and this system is not one where this script can install it." "$(remedies)"
    say "No Docker Engine answers. Installing Debian's (docker.io, iptables); SKILLHOST_NO_ENGINE_INSTALL=1 would forbid it."
    apt_install docker.io iptables || die 3 "Debian's Docker Engine could not be installed." "$(remedies)"
  fi
  ping_engine "unix://$socket" || start_engine
  printf 'unix://%s\n' "$socket"
}

# The cases in which installing an engine would not help, or is not wanted.
refuse_where_hopeless() {
  local address
  address=$(chosen_engine)
  if [ -n "$address" ]; then
    die 3 "No Docker Engine answers at $address, which DOCKER_HOST or the current Docker context names." \
      "Start that engine, or choose another: unset DOCKER_HOST; docker context use default."
  fi
  if [ -S "$socket" ] && ! { [ -r "$socket" ] && [ -w "$socket" ]; }; then
    die 3 "There is a Docker Engine at $socket, but this user may not speak to it." \
      "Join its group and log in again (whoever is in it is as mighty as root):  sudo usermod -aG docker $(id -un)" \
      "or run the same command with sudo."
  fi
  if [ -n "${SKILLHOST_NO_ENGINE_INSTALL:-}" ] && [ "$SKILLHOST_NO_ENGINE_INSTALL" != 0 ]; then
    die 3 "No Docker Engine answers, and SKILLHOST_NO_ENGINE_INSTALL forbids installing or starting one." "$(remedies)"
  fi
}

remedies() {
  cat <<'END'
Any one of these helps:
  - start the engine that is installed:   sudo systemctl start docker   (or open Docker Desktop)
  - name one elsewhere:                   export DOCKER_HOST=unix:///path/to/docker.sock   (or tcp://host:2376 with DOCKER_TLS_VERIFY=1)
  - install one:                          your system's package (docker.io on Debian and Ubuntu), or a rootless engine
  - on Debian or Ubuntu, as root, let this script install it by running the same command with sudo
END
}

start_engine() {
  if is_running /var/run/docker.pid dockerd && step engine-start "Waiting for the Docker Engine that is starting" wait_for_engine 30; then
    return
  fi
  if [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1; then
    step engine-start "Starting the Docker Engine (systemctl start docker)" systemctl start docker &&
      wait_for_engine 30 && return
    say "  systemd could not start it; starting it by hand."
  fi
  mount_cgroups
  remove_stale_pid /var/run/docker.pid dockerd
  remove_stale_pid /var/run/docker/containerd/containerd.pid containerd
  try_daemon || die 3 "The Docker Engine did not start. The end of $daemon_log:" "$(tail -n 15 "$daemon_log" | sed 's/^/  /')"
  say "  It stays running after this; its log is $daemon_log."
}

# Starts the daemon as it is meant to be, and on what it complains of without that: each branch is one complaint and its answer.
try_daemon() {
  local options=() message="Starting the Docker Engine" tried=0 search=$PATH complaint
  if command -v iptables >/dev/null && ! iptables -w 5 -nL >/dev/null 2>&1 && iptables-legacy -w 5 -nL >/dev/null 2>&1; then
    # This kernel has no nf_tables: the daemon is shown the older program under the usual name.
    mkdir -p /run/skillhost-iptables
    ln -sf "$(command -v iptables-legacy)" /run/skillhost-iptables/iptables
    ln -sf "$(command -v ip6tables-legacy)" /run/skillhost-iptables/ip6tables
    search=/run/skillhost-iptables:$PATH
  fi
  while [ $((++tried)) -le 4 ]; do
    PATH=$search setsid nohup dockerd ${options[@]+"${options[@]}"} >"$daemon_log" 2>&1 </dev/null 9>&- &
    fallback=1 step engine-start "$message" wait_for_daemon "$!" && return
    complaint=$(grep -iE 'failed to start|level=fatal' "$daemon_log" | tail -n 1)
    if [[ ${options[*]-} != *storage-driver* ]] && grep -qiE 'graphdriver|storage-driver|overlay' <<<"$complaint"; then
      options+=(--storage-driver=vfs)
      message="Starting it without overlay file systems (slower builds)"
    elif [[ ${options[*]-} != *iptables=* ]] && grep -qiE 'iptables|nat.*chain|netfilter' <<<"$complaint"; then
      options+=(--iptables=false --ip6tables=false)
      message="Starting it without address translation (builds have no network)"
    elif [[ ${options[*]-} != *bridge=* ]] && grep -qiE 'bridge|network controller' <<<"$complaint"; then
      options+=(--bridge=none)
      message="Starting it without a bridge (builds have no network)"
    else
      return 1
    fi
  done
  return 1
}

# Until the daemon answers; fails at once when its process ends, and after a minute.
wait_for_daemon() {
  local pid=$1 tries=0
  while ! ping_engine "unix://$socket"; do
    kill -0 "$pid" 2>/dev/null || { grep -iE 'failed to start|level=fatal' "$daemon_log" || tail -n 5 "$daemon_log"; return 1; }
    [ $((++tries)) -le 300 ] || { kill "$pid"; return 1; }
    sleep 0.2
  done
}

wait_for_engine() {
  local tries=0
  while ! ping_engine "unix://$socket"; do
    [ $((++tries)) -le $(($1 * 5)) ] || return 1
    sleep 0.2
  done
}

# is_running PIDFILE PROGRAM: a pid file outlives a machine that lost its power; the number in it may be another program's by now.
is_running() {
  [ -f "$1" ] && [ "$(cat "/proc/$(cat "$1")/comm" 2>/dev/null || true)" = "$2" ]
}

remove_stale_pid() {
  is_running "$1" "$2" || rm -f "$1"
}

# Without systemd nobody may have mounted them, and in a container with version 2 nobody has handed the controllers down.
mount_cgroups() {
  local cgroups=/sys/fs/cgroup
  if ! grep -q " $cgroups" /proc/mounts; then
    mount -t cgroup2 none "$cgroups" || say "  Control groups could not be mounted; limits may not hold."
  fi
  if [ -f "$cgroups/cgroup.controllers" ] && ! grep -qw memory "$cgroups/cgroup.subtree_control"; then
    # A group that hands controllers down may hold no process itself.
    mkdir -p "$cgroups/init"
    xargs -r -n1 <"$cgroups/cgroup.procs" >"$cgroups/init/cgroup.procs" 2>/dev/null || true
    sed -e 's/ / +/g' -e 's/^/+/' <"$cgroups/cgroup.controllers" >"$cgroups/cgroup.subtree_control" 2>/dev/null || true
  fi
}

main "$@"

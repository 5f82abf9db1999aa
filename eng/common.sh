# shellcheck shell=bash
# Shared by the set-up scripts; to be sourced. Everything these scripts say goes to standard error.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
logs=$root/artifacts/logs

say() { printf '%s\n' "$*" >&2; }

# Ends the script with a message and, for exit code 3, what can be done about it.
die() {
  local code=$1
  shift
  printf '%s\n' "$@" >&2
  exit "$code"
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# Whether this is Debian or made from it, with its package manager.
is_debian_like() {
  [ -r /etc/os-release ] && command -v apt-get >/dev/null || return 1
  (. /etc/os-release && case " $ID ${ID_LIKE:-} " in *" debian "*) exit 0 ;; *) exit 1 ;; esac)
}

# step NAME MESSAGE COMMAND...: runs a command with its output in a log, and shows that time passes.
# The log's end is shown when the command fails, unless fallback=1 says that something else comes next.
step() {
  local message=$2 log=$logs/$1.log started=$SECONDS pid status=0
  shift 2
  mkdir -p "$logs"
  "$@" >"$log" 2>&1 &
  pid=$!
  # Ctrl-C ends the command too, and leaves no half line on the screen.
  trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
  if [ -t 2 ]; then
    while kill -0 "$pid" 2>/dev/null; do
      printf '\r  %s … %d s' "$message" $((SECONDS - started)) >&2
      sleep 0.2
    done
    wait "$pid" || status=$?
    printf '\r' >&2
  else
    printf '  %s …\n' "$message" >&2
    wait "$pid" || status=$?
  fi
  trap - INT TERM
  if [ "$status" -ne 0 ] && [ "${fallback:-0}" = 1 ]; then
    say "  $message: $(tail -n 1 "$log")"
    return "$status"
  elif [ "$status" -ne 0 ]; then
    say "  $message: failed after $((SECONDS - started)) s. The end of $log:"
    tail -n 20 "$log" | sed 's/^/    /' >&2
    return "$status"
  fi
  printf '  %s: %d s\n' "$message" $((SECONDS - started)) >&2
}

# apt_install PACKAGE...: installs Debian packages, with nothing that is only recommended and no questions.
apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  step apt-update "Reading the package lists" apt-get -q -o DPkg::Lock::Timeout=120 update || return
  step "apt-install-$1" "Installing the Debian packages $*" \
    apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"
}

# ping_engine ADDRESS: whether an engine answers there within a few seconds.
ping_engine() {
  case $1 in unix://*) [ -S "${1#unix://}" ] || return 1 ;; esac
  if can_curl "$1"; then
    [ "$(engine_curl "$1" /_ping -m 3 2>/dev/null)" = OK ]
  elif command -v docker >/dev/null; then
    with_limit 5 docker -H "$1" version
  else
    ping_with_perl "${1#unix://}"
  fi
}

can_curl() {
  case $1 in unix://* | tcp://* | http://* | https://*) command -v curl >/dev/null ;; *) return 1 ;; esac
}

# engine_curl ADDRESS PATH ARGUMENT...: one request to the engine's API.
engine_curl() {
  local address=$1 path=$2 certificates=${DOCKER_CERT_PATH:-${DOCKER_CONFIG:-${HOME:-}/.docker}}
  shift 2
  case $address in
    unix://*) curl -s --unix-socket "${address#unix://}" "$@" "http://engine$path" ;;
    *)
      if [ -n "${DOCKER_TLS_VERIFY:-}" ]; then
        curl -s --cacert "$certificates/ca.pem" --cert "$certificates/cert.pem" --key "$certificates/key.pem" "$@" "https://${address#*://}$path"
      else
        curl -s "$@" "http://${address#*://}$path"
      fi
      ;;
  esac
}

# Debian always has a small Perl, even where it has no curl.
ping_with_perl() {
  command -v perl >/dev/null && perl -MIO::Socket::UNIX -e '
    alarm 3;
    my $engine = IO::Socket::UNIX->new(Peer => shift) or exit 1;
    print $engine "GET /_ping HTTP/1.0\r\n\r\n";
    exit((grep { /^OK/ } <$engine>) ? 0 : 1)' "$1" 2>/dev/null
}

with_limit() {
  if command -v timeout >/dev/null; then
    timeout "$@" >/dev/null 2>&1
  else
    shift
    "$@" >/dev/null 2>&1
  fi
}

# The address that the user has chosen, by DOCKER_HOST or a Docker context; empty when none was.
chosen_engine() {
  local name address
  if [ -n "${DOCKER_HOST:-}" ]; then
    printf '%s' "$DOCKER_HOST"
  elif command -v docker >/dev/null; then
    read -r name address < <(docker context inspect --format '{{.Name}} {{.Endpoints.docker.Host}}' 2>/dev/null) || return 0
    [ "$name" = default ] || printf '%s' "$address"
  fi
}

# Where an engine may answer when the user has chosen none, best first.
usual_engines() {
  printf 'unix://%s\n' /var/run/docker.sock \
    "${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/docker.sock" "${HOME:-/}/.docker/run/docker.sock" "${HOME:-/}/.docker/desktop/docker.sock"
}

# Prints the address of the first engine that answers; fails when there is none.
find_engine() {
  local address
  address=$(chosen_engine)
  if [ -n "$address" ]; then
    ping_engine "$address" && printf '%s\n' "$address"
    return
  fi
  while read -r address; do
    if ping_engine "$address"; then
      printf '%s\n' "$address"
      return
    fi
  done < <(usual_engines)
  return 1
}

#!/usr/bin/env bash
# Sees to it that the engine has the image debian:bookworm-slim: pulled where a registry answers quickly, else made from Debian's packages.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

image=debian:bookworm-slim
suite=bookworm
work=

main() {
  address=$(find_engine) || die 3 "No Docker Engine answers; eng/engine.sh finds or installs one."
  if has_image; then
    return
  fi
  if ! can_curl "$address" && ! command -v docker >/dev/null; then
    { is_root && is_debian_like && apt_install curl; } || die 3 "This script needs curl or the docker program to speak to the engine."
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  pull && has_image && return
  make_image
  has_image || die 3 "The image $image was made, but the engine does not list it."
}

has_image() {
  if can_curl "$address"; then
    engine_curl "$address" "/images/$image/json" -f -m 10 -o /dev/null
  else
    docker -H "$address" image inspect "$image" >/dev/null 2>&1
  fi
}

# A registry has five seconds to begin, or half a minute where there is no other way, and then ten minutes to finish.
pull() {
  local patience=5
  can_make || patience=30
  request_pull >"$work/pull" 2>&1 &
  local pid=$!
  fallback=1 step base-pull "Pulling $image" watch_pull "$pid" "$patience"
}

request_pull() {
  if can_curl "$address"; then
    exec 3>&1
    engine_curl "$address" "/images/create?fromImage=${image%:*}&tag=${image#*:}" -X POST -N -m 600 >&3
  else
    exec docker -H "$address" pull "$image"
  fi
}

watch_pull() {
  local pid=$1 patience=$2 started=$SECONDS
  while kill -0 "$pid" 2>/dev/null; do
    if ! grep -q "Pulling from" "$work/pull" && [ $((SECONDS - started)) -ge "$patience" ]; then
      kill "$pid" 2>/dev/null
      echo "no registry answered within $patience s"
      return 1
    fi
    sleep 0.2
  done
  tail -n 5 "$work/pull"
  grep -q "Status: " "$work/pull"
}

can_make() { is_root && is_debian_like; }

make_image() {
  can_make || die 3 "The image $image is missing, and no registry answers." \
    "Where one does:  docker pull $image     or bring it along:  docker save $image | docker load" \
    "On Debian or Ubuntu, as root, this script makes it from Debian's packages."
  if ! command -v mmdebstrap >/dev/null; then
    say "  mmdebstrap is needed to make it."
    apt_install mmdebstrap || die 3 "The Debian package mmdebstrap could not be installed."
  fi
  write_sources
  step base-make "Making the base image from Debian's packages" run_mmdebstrap ||
    die 3 "The base image could not be made. $image can also be pulled or loaded by hand: docker pull $image."
  step base-import "Giving it to the engine" import_image || die 3 "The engine did not take the image."
}

# This machine's own sources and the settings it fetches with, where it runs the same release: its mirror is the one that answers here.
# Otherwise mmdebstrap's own default.
write_sources() {
  : >"$work/sources"
  if (. /etc/os-release && [ "${VERSION_CODENAME:-}" = "$suite" ] && [ "$ID" = debian ]); then
    # shellcheck disable=SC2016 # the names are apt-get's to expand
    apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
      awk -v suite="$suite" '
        $2 == suite || $2 == suite "-updates" || $2 == suite "-security" { parts[$4 " " $2] = parts[$4 " " $2] " " $3 }
        END { for (key in parts) print "deb " key parts[key] }' | sort >"$work/sources"
  fi
  apt-config dump --format '%F "%v";%n' Acquire |
    grep -E '^Acquire::(http|https|ftp|Check-Valid-Until|Check-Date|Retries|ForceIPv4|ForceIPv6)' >"$work/apt.conf" || true
}

run_mmdebstrap() {
  local options=()
  # /usr is laid out as in every Debian of today from the start; without that a tool with a whole Perl comes along to do it later.
  if [ -d /usr/share/mmdebstrap/hooks/merged-usr ]; then
    options+=(--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include=usr-is-merged)
  fi
  # Documents, manuals and translations are left out, as in the public image of this name.
  options+=(--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright'
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*'
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/lintian/*')
  if [ -s "$work/sources" ]; then
    mmdebstrap --variant=minbase --aptopt="$work/apt.conf" "${options[@]}" "$suite" "$work/base.tar" - <"$work/sources"
  else
    mmdebstrap --variant=minbase --aptopt="$work/apt.conf" "${options[@]}" "$suite" "$work/base.tar"
  fi
}

import_image() {
  if can_curl "$address"; then
    engine_curl "$address" "/images/create?fromSrc=-&repo=${image%:*}&tag=${image#*:}&changes=CMD%20%5B%22bash%22%5D" -f \
      -X POST -H 'Content-Type: application/x-tar' -T "$work/base.tar"
  else
    docker -H "$address" import --change 'CMD ["bash"]' "$work/base.tar" "$image"
  fi
}

main "$@"

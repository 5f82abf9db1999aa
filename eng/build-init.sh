#!/bin/sh
# Builds process 1 for this machine's architecture into artifacts/init/. Quiet on success; does nothing when nothing changed.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

case $(uname -m) in
  x86_64) rid=linux-x64 ;;
  aarch64 | arm64) rid=linux-arm64 ;;
  *) echo "build-init: process 1 is built for x86-64 and arm64, this machine is $(uname -m)." >&2; exit 1 ;;
esac
if [ "$(uname -s)" != Linux ]; then
  echo "build-init: process 1 is a Linux program and is built on Linux; copy artifacts/init/ from a Linux machine." >&2
  exit 1
fi

target=$root/artifacts/init/$rid
stamp=$(cd "$root" && find src/SkillHost.Init src/SkillHost.Wire eng/build-init.sh Directory.Build.props Directory.Packages.props global.json \
  \( -name bin -o -name obj \) -prune -o -type f -print | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1)
if [ -x "$target/skillhost-init" ] && [ "$(cat "$target/.stamp" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi

if ! command -v dotnet >/dev/null 2>&1; then
  echo "build-init: 'dotnet' was not found; install the .NET 10 SDK." >&2
  exit 1
fi

# The linker needs a C compiler and the C library's static archive and start files.
can_link() {
  command -v gcc >/dev/null 2>&1 && command -v strip >/dev/null 2>&1 &&
    [ -f "$(gcc -print-file-name=libc.a)" ] && [ -f "$(gcc -print-file-name=crt1.o)" ]
}
if ! can_link; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "build-init: installing gcc, binutils and libc6-dev with apt-get (needed once to link process 1)."
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends gcc binutils libc6-dev; } >/tmp/build-init.$$ 2>&1 ||
      { cat /tmp/build-init.$$ >&2; rm -f /tmp/build-init.$$; exit 1; }
    rm -f /tmp/build-init.$$
  fi
  if ! can_link; then
    echo "build-init: gcc, strip and a static C library are needed. Debian, Ubuntu: apt-get install gcc binutils libc6-dev;" \
      "Fedora: dnf install gcc binutils glibc-static; Alpine is not supported." >&2
    exit 1
  fi
fi

work=$root/artifacts/init-build/$rid
mkdir -p "$target" "$work"
exec 9>"$work/lock"
if command -v flock >/dev/null 2>&1; then
  flock 9
fi

# Without the lock: a compiler server that stays would hold it as long.
if ! dotnet publish "$root/src/SkillHost.Init/SkillHost.Init.csproj" -c Release -r "$rid" -o "$work/out" \
  --artifacts-path "$work/obj" -v q --nologo -p:RunAnalyzers=false >"$work/log" 2>&1 9>&-; then
  cat "$work/log" >&2
  echo "build-init: process 1 could not be built." >&2
  exit 1
fi

# Replaced in one step: a host may be reading the old one.
strip -o "$target/skillhost-init.new" "$work/out/skillhost-init"
chmod 0755 "$target/skillhost-init.new"
mv -f "$target/skillhost-init.new" "$target/skillhost-init"
echo "$stamp" >"$target/.stamp"

#!/usr/bin/env bash
# Packs this machine's .NET runtime and C# compiler for images/dotnet into images/dotnet/made/dotnet.tar.gz: no registry is asked.
# Quiet on success; does nothing when nothing changed. Exit code 3: this machine's .NET does not fit a container of Debian.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

target=$root/images/dotnet/made

main() {
  local sdk version
  command -v dotnet >/dev/null || die 3 "dotnet-files: 'dotnet' was not found; install the .NET 10 SDK."
  cd "$root"
  sdk=$(dotnet --list-sdks | awk -v wanted="$(dotnet --version)" '$1 == wanted { $1 = ""; print substr($0, 3, length($0) - 3) "/" wanted }')
  home=$(dirname "$sdk")/..
  home=$(cd "$home" && pwd -P)
  version=$(sed -n 's/.*"version": *"\(10\.[0-9.]*\)".*/\1/p' "$sdk/dotnet.runtimeconfig.json" | head -n 1)
  reference=$(find "$home/packs/Microsoft.NETCore.App.Ref" -maxdepth 1 -name '10.*' 2>/dev/null | sort -V | tail -n 1)
  check "$version" "$sdk"
  local stamp
  stamp="$(uname -m) $(basename "$sdk") $version $(cksum <"${BASH_SOURCE[0]}")"
  if [ -f "$target/dotnet.tar.gz" ] && [ "$(cat "$target/.stamp" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  pack "$version" "$sdk"
  printf '%s\n' "$stamp" >"$target/.stamp"
}

# What cannot work is said here rather than by a container that does not start.
check() {
  local platform
  platform=$(sed -n 's/.*"name": *"\.NETCoreApp,Version=v10\.0\/\([^"]*\)".*/\1/p' \
    "$home/shared/Microsoft.NETCore.App/$1/Microsoft.NETCore.App.deps.json" 2>/dev/null | head -n 1)
  case $platform in
    linux-x64 | linux-arm64) ;;
    *) die 3 "dotnet-files: seen a .NET ${1:-of no version} for ${platform:-$(uname -s)}; wanted the portable one for Linux with the GNU C library" \
      "(from Microsoft's dotnet-install script or packages), or images/dotnet/made/ from a machine that has it." ;;
  esac
  [ -f "$2/Roslyn/bincore/csc.dll" ] && [ -n "$reference" ] && [ -d "$reference/ref/net10.0" ] ||
    die 3 "dotnet-files: $home holds no compiler or no reference assemblies; install the .NET 10 SDK whole."
}

# The same files make the same archive on every machine. What only debuggers, tracers and Visual Basic need stays behind.
pack() {
  local work
  mkdir -p "$target"
  work=$(mktemp -d "$target/.work-XXXXXX")
  trap 'rm -rf "'"$work"'"' EXIT
  mkdir -p "$work/dotnet/host/fxr" "$work/dotnet/shared/Microsoft.NETCore.App" "$work/dotnet/roslyn" "$work/dotnet/ref"
  cp -L "$home/dotnet" "$work/dotnet/"
  cp -L "$home"/LICENSE.txt "$home"/ThirdPartyNotices.txt "$work/dotnet/" 2>/dev/null || true
  cp -RL "$home/host/fxr/$1" "$work/dotnet/host/fxr/"
  cp -RL "$home/shared/Microsoft.NETCore.App/$1" "$work/dotnet/shared/Microsoft.NETCore.App/"
  (cd "$work/dotnet/shared/Microsoft.NETCore.App/$1" &&
    rm -f createdump libmscordaccore.so libmscordbi.so libcoreclrtraceptprovider.so libclrgcexp.so Microsoft.VisualBasic*.dll)
  cp -L "$2"/Roslyn/bincore/csc.* "$2"/Roslyn/bincore/Microsoft.CodeAnalysis.dll "$2"/Roslyn/bincore/Microsoft.CodeAnalysis.CSharp.dll \
    "$work/dotnet/roslyn/"
  cp -L "$reference"/ref/net10.0/*.dll "$work/dotnet/ref/"
  rm -f "$work"/dotnet/ref/Microsoft.VisualBasic*.dll
  (cd "$work" && find dotnet -print0 | LC_ALL=C sort -z |
    tar --null --no-recursion -T - --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=u=rwX,go=rX -cf - | gzip -n -3 >made.tar.gz)
  mv -f "$work/made.tar.gz" "$target/dotnet.tar.gz"
}

main "$@"

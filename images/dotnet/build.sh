# Step of a skill's build: compiles the C# sources in its folder into /.skillhost-built/MODULE.dll. A folder that holds the library already
# (MODULE.dll, in any spelling, there or in publish/) is left as it is.
set -eu

module=$1
built=/.skillhost-built

plain() { printf '%s' "$1" | tr -d _ | tr '[:lower:]' '[:upper:]'; }

for file in *.dll publish/*.dll; do
  name=${file##*/}
  if [ -f "$file" ] && [ "$(plain "${name%.dll}")" = "$(plain "$module")" ]; then
    exit 0
  fi
done

sources=$(mktemp)
find . \( -name bin -o -name obj -o -name publish \) -prune -o -type f -name '*.cs' -print | LC_ALL=C sort | sed 's/.*/"&"/' >"$sources"
if ! [ -s "$sources" ]; then
  echo "there is neither a library $module.dll nor a C# source: wanted one of them in the skill's folder, or module: in the manifest" >&2
  exit 1
fi

# A build has no network and no package manager, so what a project asks of them is refused rather than left out.
for project in *.csproj; do
  if [ -f "$project" ] && grep -qE '<(Package|Project)Reference' "$project"; then
    echo "$project refers to packages or projects, which this build does not fetch: wanted their assemblies in lib/ and no reference," \
      "or the whole library as 'dotnet publish -o publish' leaves it" >&2
    exit 1
  fi
done

# What a new project imports by itself.
usings=$(mktemp -d)/Usings.cs
for name in System System.Collections.Generic System.IO System.Linq System.Net.Http System.Threading System.Threading.Tasks; do
  echo "global using $name;"
done >"$usings"
for file in lib/*.dll; do
  [ ! -f "$file" ] || printf -- '-r:"%s"\n' "$file"
done >>"$sources"

mkdir -p "$built"
sh /.skillhost-runner/compile.sh -target:library -debug:portable "-pathmap:$PWD=." "-out:$built/$module.dll" "$usings" "@$sources"
rm -rf "$sources" "${usings%/*}"

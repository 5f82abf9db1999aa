# Compiles C# with the options that follow, against the class library of this image. No analyzer or generator runs.
set -eu

references=$(mktemp)
trap 'rm -f "$references"' EXIT
for file in /usr/share/dotnet/ref/*.dll; do
  printf -- '-r:%s\n' "$file"
done >"$references"
dotnet /usr/share/dotnet/roslyn/csc.dll -nologo -noconfig -nostdlib -deterministic -optimize -unsafe -langversion:latest -nullable:enable \
  -warn:4 -nowarn:1701,1702 "@$references" "$@"

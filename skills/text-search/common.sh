# Shared by the functions: the folder, the arguments and how to fail. Nothing a caller says is ever a program's option or a part of a script.
set -euo pipefail
export LC_ALL=C.UTF-8
cd /docs

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Puts the arguments into an array, one value each, in the order of the jq filters given.
read_arguments() {
  local filters
  filters=$(IFS=,; printf '%s' "$*")
  mapfile -d '' -t values < <(jq -j "[$filters] | map(tostring + \"\\u0000\") | add")
}

# Files whose name fits, NUL-separated and in order: never a link, never one of more than 10 MB, no name that could forge a line.
files_matching() {
  find . -xdev -type f -size -10240k -name "$1" ! -path '*[[:cntrl:]]*' -printf '%P\0' | sort -z
}

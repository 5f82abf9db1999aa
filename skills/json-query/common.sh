# Shared by the functions. Nothing a caller says is ever an option, a part of a script or a file name: all of it goes through files.
set -euo pipefail
export LC_ALL=C.UTF-8

fail() {
  printf '%s\n' "${1:0:500}" >&2
  exit 1
}

# jq without a single variable in its environment, which filters could read.
bare_jq() {
  env -i /usr/bin/jq "$@"
}

# Lays the arguments into /tmp/arguments and the document, which must be exactly one, into /tmp/document.
read_document() {
  local count
  cat >/tmp/arguments
  bare_jq -j '.json' /tmp/arguments >/tmp/document
  count=$(bare_jq -n 'reduce inputs as $one (0; . + 1)' /tmp/document 2>/tmp/problem) ||
    fail "json is not JSON: $(sed 's/^jq: error ([^)]*): //; s/^parse error: //' /tmp/problem)"
  [[ $count == 1 ]] || fail "json holds $count documents; wanted: one"
}

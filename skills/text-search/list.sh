#!/usr/bin/env bash
# The files that can be searched, with their sizes.
. ./common.sh

read_arguments '(.files // "*")'
set +o pipefail # head stops reading early, which is no failure
files_matching "${values[0]}" | head -z -n 1001 | xargs -0 -r stat --printf '%s %n\n' -- | jq -R -c -n '
  [inputs | capture("^(?<bytes>[0-9]+) (?<file>.*)$") | { file, bytes: (.bytes | tonumber) }]
  | { files: .[0:1000], truncated: (length > 1000) }'

#!/usr/bin/env bash
# Results of a jq filter.
. ./common.sh

read_document
bare_jq -j '.filter' /tmp/arguments >/tmp/filter
max=$(bare_jq '.maxResults // 100' /tmp/arguments)

# One result more than wanted tells whether there were more; head then closes the pipe, which ends jq and is no failure.
# A byte more than wanted tells that the answer would be too long.
most=900000
set +e +o pipefail
bare_jq -c -f /tmp/filter /tmp/document 2>/tmp/problem | head -n $((max + 1)) | head -c $((most + 1)) >/tmp/results
status=${PIPESTATUS[0]}
set -e
bytes=$(stat -c %s /tmp/results)

((bytes <= most)) || fail "the results have more than $most bytes; pick less, or ask for fewer with maxResults"
if ((status != 0 && status != 141)); then
  fail "the filter failed: $(sed -n '1,6p' /tmp/problem | sed 's/^jq: error ([^)]*): //; s/^jq: error: //; /^jq: [0-9]* compile error/d' | tr -s '\n ' ' ')"
fi

bare_jq -c -s --argjson max "$max" '{ results: .[0:$max], truncated: (length > $max) }' /tmp/results

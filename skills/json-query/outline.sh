#!/usr/bin/env bash
# Paths of a document, with the types of the values there.
. ./common.sh

read_document
max=$(bare_jq '.maxPaths // 200' /tmp/arguments)

bare_jq -c --argjson max "$max" '
  def step:
    if type == "number" then "[]"
    elif test("^[A-Za-z_][A-Za-z0-9_]*$") then "." + .
    else "." + tojson
    end;
  def written: map(step) | add // "." | if startswith("[") then "." + . else . end;
  # Value by value, so that only the answer is held in memory.
  reduce (tostream | select(length == 2)) as [$path, $value] ({}; ($path | written) as $at | .[$at][$value | type] += 1)
  | to_entries
  | sort_by(.key)
  | { paths: [.[0:$max][] | { path: .key, types: (.value | keys), count: (.value | add) }], truncated: (length > $max) }' /tmp/document

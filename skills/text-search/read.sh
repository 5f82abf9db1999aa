#!/usr/bin/env bash
# Some lines of one file.
. ./common.sh

read_arguments '.file' '(.from // 1)' '(.lines // 100)'
file=${values[0]} from=${values[1]} lines=${values[2]}

# The name must be one that list gives: that leaves no room for links, folders above or files elsewhere.
name=${file##*/}
files_matching '*' | grep -z -x -F -e "$file" >/dev/null || fail "there is no file '${name:0:100}' by that path; list names those there are"

sed -n "${from},$((from + lines - 1))p;$((from + lines - 1))q" -- "./$file" | cut -b 1-8000 | jq -R -c -n --argjson from "$from" '
  [inputs | .[0:2000]] | { from: $from, lines: . }'

#!/usr/bin/env bash
# Lines that hold a text or match an extended regular expression.
. ./common.sh

read_arguments '.query' '(.regex // false)' '(if .ignoreCase == false then false else true end)' '(.files // "*")' '(.maxMatches // 20)'
query=${values[0]} regex=${values[1]} ignore_case=${values[2]} files=${values[3]} max=${values[4]}

options=(-n -H -Z -I)
if [[ $regex == true ]]; then options+=(-E); else options+=(-F); fi
if [[ $ignore_case == true ]]; then options+=(-i); fi

status=0
grep "${options[@]}" -e "$query" /dev/null 2>/tmp/problem || status=$?
((status < 2)) || fail "the regular expression is not valid: $(sed 's/^grep: //' /tmp/problem)"

# One line more than wanted tells whether there were more; after it, whoever still writes meets a closed pipe, which is no failure.
# A line is cut where no file name and 500 characters can still need it, so that a file of one long line costs no memory.
matches=/tmp/matches
set +o pipefail
files_matching "$files" |
  xargs -0 -r grep "${options[@]}" -e "$query" -- /dev/null 2>/dev/null | head -n $((max + 1)) |
  tr '\0' '\a' | cut -b 1-6500 >"$matches"
set -o pipefail

jq -R -c -n --argjson max "$max" '
  [inputs | capture("^(?<file>[^\u0007]*)\u0007(?<line>[0-9]+):(?<text>.*)$"; "s") | .line |= tonumber | .text |= .[0:500]]
  | { matches: .[0:$max], truncated: (length > $max) }' "$matches"

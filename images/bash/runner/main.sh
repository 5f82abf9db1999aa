#!/bin/bash
# Serves functions of a skill's script as MCP tools. Its protocol streams are descriptors 4 and 5, which no function has: what a function
# prints is its result. A function gets its arguments as JSON on standard input; its standard error is its log; it fails by its exit code.
set -m
module=$1
list=$2
script=${module//.//}.sh
# The lock that keeps messages whole; nothing can write to it.
exec 6</.skillhost-runner/main.sh

send() {
  { flock 6; printf '%s\n' "$1" >&5; flock -u 6; } 4<&-
}

# skillhost_progress DONE [TOTAL [MESSAGE]]: tells how far the call is.
skillhost_progress() {
  [ "$skillhost_token" = null ] && return
  local message
  message=$(jq -nc --argjson token "$skillhost_token" --argjson progress "$1" --argjson total "${2:-null}" --arg message "${3:-}" \
    '{jsonrpc: "2.0", method: "notifications/progress", params: ({progressToken: $token, progress: $progress}
      + (if $total == null then {} else {total: $total} end) + (if $message == "" then {} else {message: $message} end))}') || return
  { flock 6; printf '%s\n' "$message" >&7; flock -u 6; }
}

# skillhost_file FILE [NAME]: gives a file with the result: pictures and sounds as such, anything else as a file.
skillhost_file() {
  local mime name=${2:-${1##*/}}
  case ${1,,} in
    *.png) mime=image/png ;; *.jpg | *.jpeg) mime=image/jpeg ;; *.gif) mime=image/gif ;; *.webp) mime=image/webp ;;
    *.svg) mime=image/svg+xml ;; *.mp3) mime=audio/mpeg ;; *.ogg) mime=audio/ogg ;; *.wav) mime=audio/wav ;;
    *.txt) mime=text/plain ;; *.csv) mime=text/csv ;; *.md) mime=text/markdown ;; *.html) mime=text/html ;;
    *.json) mime=application/json ;; *.pdf) mime=application/pdf ;; *) mime=application/octet-stream ;;
  esac
  base64 -w0 -- "$1" | jq -Rsc --arg name "$name" --arg mime "$mime" 'if ($mime | test("^(image|audio)/"))
    then {type: ($mime | split("/")[0]), data: ., mimeType: $mime}
    else {type: "resource", resource: {uri: ("file:///" + ($name | @uri)), mimeType: $mime, blob: .}} end' >&8
}

# skillhost_link ADDRESS [NAME [DESCRIPTION]]: gives the address of something elsewhere with the result.
skillhost_link() {
  jq -nc --arg uri "$1" --arg name "${2:-$1}" --arg description "${3:-}" '{type: "resource_link", uri: $uri, name: $name}
    + (if $description == "" then {} else {description: $description} end)' >&8
}

declare -A pids json
if [ ! -f "$script" ]; then
  printf 'there is no %s in the skill'\''s folder: wanted it, or module: in the manifest\n' "$script" >&2
  exit 1
fi
# shellcheck disable=SC1090
source "./$script" >&2 4<&- 5>&- || exit 1
for item in ${list//,/ }; do
  name=${item%=}
  if [ "$(type -t "$name")" != function ]; then
    printf '%s: there is no function %s, which the manifest lists\n' "$script" "$name" >&2
    exit 1
  fi
  [ "$item" = "$name" ] && json[$name]= || json[$name]=yes
done

tools=$(for item in ${list//,/ }; do printf '%s\n' "$item"; done | jq -Rnc '[inputs | {name: rtrimstr("="), inputSchema: {type: "object"}}
  + (if endswith("=") then {outputSchema: {type: "object", properties: {result: {}}, required: ["result"], "x-skillhost-result": true}}
     else {} end)]')

# The answer to one call, in a process group of its own.
call() {
  local id=$1 name=$2 arguments=$3 skillhost_token=$4 output code answer pieces
  pieces=$(mktemp)
  output=$("$name" <<<"$arguments" 7>&5 8>>"$pieces" 4<&- 5>&-; code=$?; printf x; exit "$code")
  code=$?
  output=${output%x}
  if [ "$code" != 0 ]; then
    answer=$(printf '%s' "$output" | jq -Rsc --argjson id "$id" --arg code "$code" '{jsonrpc: "2.0", id: $id, result: {isError: true,
      content: [{type: "text", text: ("ended with exit code " + $code + (if . == "" then "" else ": " + . end))}]}}')
  elif [ -n "${json[$name]}" ]; then
    answer=$(printf '%s' "$output" | jq -sc --argjson id "$id" --slurpfile pieces "$pieces" '
      if length != 1 then error("no single value") else .[0] end
      | {jsonrpc: "2.0", id: $id, result: {structuredContent: {result: .},
        content: ((if $pieces == [] then [] else [{type: "text", text: tojson}] end) + $pieces)}}' 2>/dev/null) \
      || answer=$(jq -nc --argjson id "$id" '{jsonrpc: "2.0", id: $id, result: {isError: true,
        content: [{type: "text", text: "printed something else than one JSON value"}]}}')
  else
    answer=$(printf '%s' "$output" | jq -Rsc --argjson id "$id" --slurpfile pieces "$pieces" '{jsonrpc: "2.0", id: $id,
      result: {content: ((if . == "" and $pieces != [] then [] else [{type: "text", text: .}] end) + $pieces)}}')
  fi
  rm -f -- "$pieces"
  send "$answer"
}

while IFS= read -r line <&4; do
  { read -r method; read -r id; read -r name; read -r arguments; read -r token; read -r asked; } < <(jq -r '.method // "",
    (.id | tojson), (.params.name // ""), (.params.arguments // {} | tojson), (.params._meta.progressToken | tojson),
    (.params.requestId // .params.protocolVersion | tojson)' <<<"$line" 4<&- 5>&-)
  case $method in
    tools/call)
      if [ -z "${json[$name]+known}" ] || [ -z "$name" ]; then
        send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"error\":{\"code\":-32602,\"message\":\"no such tool\"}}"
      else
        call "$id" "$name" "$arguments" "$token" 4<&- &
        pids[$id]=$!
      fi
      ;;
    notifications/cancelled)
      if [ -n "${pids[$asked]:-}" ] && kill -KILL -- "-${pids[$asked]}" 2>/dev/null; then
        send "{\"jsonrpc\":\"2.0\",\"id\":$asked,\"error\":{\"code\":-32000,\"message\":\"cancelled\"}}"
      fi
      ;;
    initialize)
      case $asked in '"2024-11-05"' | '"2025-03-26"' | '"2025-06-18"') ;; *) asked='"2025-11-25"' ;; esac
      greeting="\"protocolVersion\":$asked,\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"bash\",\"version\":\"1\"}"
      send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{$greeting}}"
      ;;
    tools/list) send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"tools\":$tools}}" ;;
    ping) send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{}}" ;;
    *) [ "$id" = null ] || send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}" ;;
  esac
done

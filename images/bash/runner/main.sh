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
  local id=$1 name=$2 arguments=$3 skillhost_token=$4 output code answer
  output=$("$name" <<<"$arguments" 7>&5 4<&- 5>&-; code=$?; printf x; exit "$code")
  code=$?
  output=${output%x}
  if [ "$code" != 0 ]; then
    answer=$(printf '%s' "$output" | jq -Rsc --argjson id "$id" --arg code "$code" '{jsonrpc: "2.0", id: $id, result: {isError: true,
      content: [{type: "text", text: ("ended with exit code " + $code + (if . == "" then "" else ": " + . end))}]}}')
  elif [ -n "${json[$name]}" ]; then
    answer=$(printf '%s' "$output" | jq -sc --argjson id "$id" 'if length != 1 then error("no single value") else . end
      | {jsonrpc: "2.0", id: $id, result: {content: [], structuredContent: {result: .[0]}}}' 2>/dev/null) \
      || answer=$(jq -nc --argjson id "$id" '{jsonrpc: "2.0", id: $id, result: {isError: true,
        content: [{type: "text", text: "printed something else than one JSON value"}]}}')
  else
    answer=$(printf '%s' "$output" | jq -Rsc --argjson id "$id" '{jsonrpc: "2.0", id: $id, result: {content: [{type: "text", text: .}]}}')
  fi
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
      send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"protocolVersion\":$asked,\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"bash\",\"version\":\"1\"}}}"
      ;;
    tools/list) send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"tools\":$tools}}" ;;
    ping) send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{}}" ;;
    *) [ "$id" = null ] || send "{\"jsonrpc\":\"2.0\",\"id\":$id,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}" ;;
  esac
done

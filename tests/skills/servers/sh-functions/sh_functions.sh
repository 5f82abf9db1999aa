echo "printed by the script itself"

add() {
  jq '.a + .b'
}

greet() {
  skillhost_progress 1 2 half
  echo "a log line" >&2
  printf 'Hello %s' "$(jq -r .name)"
}

fails() {
  echo "because"
  return 3
}

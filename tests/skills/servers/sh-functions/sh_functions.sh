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

picture() {
  printf '\x89PNG' >/tmp/dot.png
  printf 'a,b\n' >/tmp/x.csv
  skillhost_file /tmp/dot.png
  skillhost_file /tmp/x.csv table.csv
  skillhost_link https://example.com/x x Elsewhere.
  echo 7
}

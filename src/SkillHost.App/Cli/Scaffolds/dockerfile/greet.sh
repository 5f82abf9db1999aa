# Greets one person. jq reads the arguments and writes the result, so that no text can break out of its quotes.
set -eu

jq '"Hello, \(.name)!" as $greeting | { greeting: (if .loud then $greeting | ascii_upcase else $greeting end) }'

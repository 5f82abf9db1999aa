# Greets one person. jq reads the arguments and writes the result, so that no text can break out of its quotes.
set -euo pipefail

arguments=$(cat)
name=$(jq -r .name <<< "$arguments")
greeting="Hello, $name!"
if [[ $(jq .loud <<< "$arguments") == true ]]; then
  greeting=${greeting^^}
fi

jq -n --arg greeting "$greeting" '{ $greeting }'

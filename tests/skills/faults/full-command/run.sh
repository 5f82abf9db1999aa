exec bash -c "$(jq -r .script)"

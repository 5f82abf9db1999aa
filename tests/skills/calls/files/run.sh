# The script is run by a shell of its own, so that it is process 2 of nobody and its exit code is the function's.
exec bash -c "$(jq -r .script)"

#!/usr/bin/env bash
# Measures SkillHost beside what one would use instead: bench/run.sh [--runs N]. Needs an engine and the docker command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
eng/build-init.sh
exec dotnet run -c Release --project bench/SkillHost.Bench -- "$@"

#!/usr/bin/env bash
# Tests everything. The last line says how many tests passed and failed; the exit code is 0 only when some ran and none failed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/eng/common.sh"

usage() {
  cat <<'END'
./test.sh [--unit] [--filter EXPRESSION] [--no-build]

  --unit               only the tests that need no Docker Engine; seconds
  --filter EXPRESSION  only tests whose full name contains it (or any expression of dotnet test --filter)
  --no-build           test what was built last

Without options: gets an engine where there is none (eng/engine.sh) and the base image (eng/base-image.sh), builds process 1 of the
containers (eng/build-init.sh), packs .NET for them (eng/dotnet-files.sh) and builds the solution, then runs the tests without an engine,
those with it, and those of the program. The tests of SkillHost.SemanticKernel run where the configured feed offers Semantic Kernel, and
are counted as one skipped where it does not.
Where SKILLHOST_NO_ENGINE_INSTALL=1 forbids installing an engine and none answers, the tests that need one are counted as skipped;
with CI=true that is a failure. Results lie in artifacts/test-results, logs in artifacts/logs.
END
}

results=$root/artifacts/test-results
filter=() build=yes engine=yes
passed=0 failed=0 skipped=0

main() {
  read_options "$@"
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
  cd "$root"
  rm -rf "$results"
  if [ "$engine" = yes ]; then
    prepare_engine
  fi
  if [ "$build" = yes ]; then
    step build-init "Building process 1 of the containers" eng/build-init.sh
    step build-tests "Building the solution" dotnet build SkillHost.sln -v q -nologo --disable-build-servers
    if [ "$engine" = yes ]; then
      step dotnet-files "Packing .NET for containers" eng/dotnet-files.sh
      ./skillhost version >/dev/null
      export TESTED_SKILLHOST=$root/artifacts/app/skillhost.dll
    fi
  fi
  run_project Core
  case $engine in
    yes) run_project Docker && run_project App ;;
    none) skip_project Docker && skip_project App ;;
  esac
  run_semantic_kernel
  summarise
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --unit) engine=unwanted ;;
      --no-build) build=no ;;
      --filter)
        [ $# -ge 2 ] || die 2 "--filter needs an expression; see ./test.sh --help"
        case $2 in *[=~]*) filter=(--filter "$2") ;; *) filter=(--filter "FullyQualifiedName~$2") ;; esac
        shift
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) die 2 "$1 is not an option; see ./test.sh --help" ;;
    esac
    shift
  done
}

prepare_engine() {
  if eng/engine.sh >/dev/null; then
    eng/base-image.sh
  elif [ "${CI:-}" != true ] && [ -n "${SKILLHOST_NO_ENGINE_INSTALL:-}" ] && [ "$SKILLHOST_NO_ENGINE_INSTALL" != 0 ]; then
    say "The tests that need an engine are skipped."
    engine=none
  else
    say "The tests need a Docker Engine; ./test.sh --unit runs those that do not."
    finish 0 1
  fi
}

# Ten minutes in which no test ends end a project, and it has 25 minutes altogether: the suite never hangs.
run_project() {
  local status=0
  [ -d "tests/$1.Tests" ] || return 0
  say "Testing tests/$1.Tests"
  with_deadline 1500 dotnet test "tests/$1.Tests" --no-build --nologo ${filter[@]+"${filter[@]}"} \
    --results-directory "$results" --logger "trx;LogFileName=$1.trx" --logger "console;verbosity=minimal" \
    --blame-hang --blame-hang-timeout 600s --blame-hang-dump-type none >&2 || status=$?
  count "$1" "$status"
}

# Semantic Kernel is in no solution, since not every feed has it.
run_semantic_kernel() {
  local project=tests/SemanticKernel.Tests log=artifacts/logs/restore-semantic-kernel.log missing
  [ -d "$project" ] && [ "$engine" != unwanted ] || return 0
  mkdir -p artifacts/logs
  if ! with_deadline 60 dotnet restore "$project" --nologo --disable-build-servers >"$log" 2>&1; then
    if missing=$(missing_package "$log"); then
      say "skipped: $project: the configured feed does not offer $missing"
      skipped=$((skipped + 1))
    else
      say "The packages of $project could not be restored: counted as one failure. The end of $log:"
      tail -n 20 "$log" | sed 's/^/    /' >&2
      failed=$((failed + 1))
    fi
    return 0
  fi
  if [ "$build" = yes ] && ! step build-semantic-kernel "Building $project" \
    dotnet build "$project" --no-restore -v q -nologo --disable-build-servers; then
    failed=$((failed + 1))
    return 0
  fi
  run_project SemanticKernel
}

# The package of Semantic Kernel that the feeds answered they do not have; fails where the log says nothing of the kind.
missing_package() {
  grep -o 'NU110[0-9]: Unable to find package Microsoft\.SemanticKernel[A-Za-z0-9.]*' "$1" | head -n 1 | sed 's/.*package //; s/\.$//' | grep .
}

with_deadline() {
  if command -v timeout >/dev/null; then
    timeout -k 10 "$@"
  else
    shift
    "$@"
  fi
}

# Adds up one project's results. A run that ended badly although no test failed is a failure of its own: a crash must not look like success.
count() {
  local file=$results/$1.trx total=0 executed=0 ok=0
  if [ -f "$file" ]; then
    total=$(counter total "$file") executed=$(counter executed "$file") ok=$(counter passed "$file")
    list_skipped "$file"
  fi
  local bad=$((executed - ok))
  if [ "$2" -ne 0 ] && [ "$bad" -eq 0 ]; then
    say "tests/$1.Tests ended with exit code $2 although no test failed: counted as one failure."
    bad=1
  fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
}

counter() { sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1 | grep . || echo 0; }

# The names of skipped tests with their reasons.
list_skipped() {
  awk '
    /<UnitTestResult / { name = ""; if (/outcome="NotExecuted"/ && match($0, /testName="[^"]*"/)) name = substr($0, RSTART + 10, RLENGTH - 11) }
    name != "" && match($0, /<Message>[^<]*/) { print "skipped: " name ": " substr($0, RSTART + 9, RLENGTH - 9); name = "" }' "$1" | sed -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' >&2
}

skip_project() {
  local tests=0
  [ -d "tests/$1.Tests" ] || return 0
  tests=$(dotnet test "tests/$1.Tests" --no-build --nologo --list-tests ${filter[@]+"${filter[@]}"} 2>/dev/null | grep -c '^    ' || true)
  say "skipped: $tests tests of tests/$1.Tests, which need a Docker Engine"
  skipped=$((skipped + tests))
}

summarise() {
  if [ $((passed + failed)) -eq 0 ]; then
    say "No test ran, which is a failure."
    finish 0 1
  fi
  finish "$passed" "$failed"
}

finish() {
  local line="$1 passed, $2 failed"
  [ "$skipped" -eq 0 ] || line+=", $skipped skipped"
  printf '%s\n' "$line"
  if [ "$2" -gt 0 ]; then
    exit 1
  fi
  exit 0
}

main "$@"

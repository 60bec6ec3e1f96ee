#!/usr/bin/env bash
# Installs the real parts that tests need when they are missing, builds everything and runs every test.
# Arguments go to both test programs: ./test.sh -class '*.PriceBookTests'
# With CI set, a test that is skipped because a real part is missing counts as failed.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Most of what tests start ends within seconds: watching its code to compile it better takes a fifth of the processor time and comes too late.
export DOTNET_TieredPGO=0

say() { printf '%s\n' "$*" >&2; }

# Programs of Debian's that tests run: Chromium shows the pages, zsh and fish complete the command line.
install_from_apt() {
  local program=$1 what=$2
  shift 2
  command -v "$program" > /dev/null && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    say "$program is missing, $what are skipped. Install it: sudo apt-get install $*"
    return
  fi
  say "Installing $program ..."
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"; } > /dev/null; then
    say "$program could not be installed, $what are skipped."
  fi
}

# Programs from npm that tests run, pinned by a lock file: the coding agents, and other programs that read their logs.
# Install scripts would fetch more from elsewhere: not run. "npm ci" would insist on packages for other platforms that not
# every copy of the registry has.
install_from_npm() {
  local folder=$1 what=$2 wanted installed=$1/node_modules/.installed
  wanted=$(sha256sum < "$folder/package-lock.json")
  [ "$(cat "$installed" 2> /dev/null)" = "$wanted" ] && return
  if ! command -v npm > /dev/null; then
    say "npm is missing, tests that run $what are skipped. Install Node.js 20 or later."
    return
  fi
  say "Installing $what ..."
  if (cd "$folder" && npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error) > /dev/null; then
    printf '%s\n' "$wanted" > "$installed"
  else
    say "$what could not be installed, tests that run them are skipped."
  fi
}

passed=0 failed=0 skipped=0 failures=

# Runs one test program and adds up its closing line:
#    Claudeonomics.Tests  Total: 60, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0, Time: 0.669s
run_tests() {
  local program="artifacts/bin/$1/debug/$1" options=() output summary status=0
  shift
  [ -t 1 ] || options+=(-noColor)
  [ -z "${CI:-}" ] || options+=(-failSkips)
  output=$(mktemp)
  "$program" -noLogo "${options[@]}" "$@" | tee "$output" || status=$?
  summary=$(grep -o 'Total: [0-9].*' "$output" | tail -n 1 || true)
  # Said again at the end, with the beginning of why: among thousands of lines nobody finds them.
  failures+=$(grep -A 12 '\[FAIL\]' "$output" | cut -c 1-300 || true)
  rm -f "$output"
  # A program in which no test matched says "Total: 0" and no more.
  count() { grep -o "$1: [0-9]*" <<< "$summary" | grep -o '[0-9]*$' || echo 0; }
  if [ -z "$summary" ]; then
    say "$program ended with $status and without a summary."
    failed=$((failed + 1))
    return
  fi
  local bad=$(($(count Failed) + $(count Errors)))
  failed=$((failed + bad))
  skipped=$((skipped + $(count Skipped)))
  passed=$((passed + $(count Total) - $(count Failed) - $(count Errors) - $(count Skipped) - $(count 'Not Run')))
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    say "$program ended with $status."
    failed=$((failed + 1))
  fi
}

install_from_apt chromium "tests of pages" chromium fonts-dejavu-core
install_from_apt zsh "tests of its completion" zsh
install_from_apt fish "tests of its completion" fish
install_from_npm tests/agents "the coding agents"
install_from_npm tests/peers "other readers of their logs"
install_from_npm tests/signin "an OpenID Connect provider"
say "Building ..."
dotnet msbuild -restore -nologo -verbosity:quiet -maxcpucount
run_tests Claudeonomics.Tests "$@"
run_tests Claudeonomics.IntegrationTests "$@"

if [ $((passed + failed + skipped)) -eq 0 ]; then
  say "No test ran."
  failed=1
fi
[ -z "$failures" ] || printf 'What failed:\n%s\n' "$failures"
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# Builds and runs one benchmark; its last line is one JSON object. ./bench.sh SCENARIO [options]
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet msbuild bench/Claudeonomics.Benchmarks -restore -p:Configuration=Release -nologo -verbosity:quiet -maxcpucount >&2

# The command line is measured as it is published, beside its peers.
if [ "${1:-}" = scan ]; then
  ./build.sh --cli >&2
  (cd bench/peers && npm install --ignore-scripts --no-audit --no-fund --loglevel=error >&2 && chmod +x node_modules/@ccusage/*/bin/ccusage)
fi
exec artifacts/bin/Claudeonomics.Benchmarks/release/Claudeonomics.Benchmarks "$@"

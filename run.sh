#!/usr/bin/env bash
# Builds the server and starts it on http://127.0.0.1:8080 with a simulated company; --empty starts without one.
# Further arguments go to the server: ./run.sh --empty --urls http://127.0.0.1:9000
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

empty=
arguments=()
for argument in "$@"; do
  if [ "$argument" = --empty ]; then empty=1; else arguments+=("$argument"); fi
done

# The simulated company never mixes with a real one. Whoever names a folder gets that: the last argument wins.
if [ -n "$empty" ]; then
  arguments=("--Claudeonomics:DataDirectory=${Claudeonomics__DataDirectory:-$root/data/company}" "${arguments[@]}")
else
  arguments=(--demo "--Claudeonomics:DataDirectory=${Claudeonomics__DataDirectory:-$root/data/demo}" "${arguments[@]}")
fi

echo "Building ..." >&2
dotnet msbuild "$root/src/Claudeonomics.Server" -restore -p:Configuration=Release -nologo -verbosity:quiet -maxcpucount >&2
exec "$root/artifacts/bin/Claudeonomics.Server/release/claudeonomics-server" "${arguments[@]}"

#!/usr/bin/env bash
# Publishes the server: artifacts/publish/server/claudeonomics-server needs the ASP.NET Core runtime, and
# artifacts/publish/claudeonomics-server-VERSION-RID.tar.gz brings its own.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

project=src/Claudeonomics.Server
publish=artifacts/publish
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) rid=linux-x64 ;;
  Linux-aarch64) rid=linux-arm64 ;;
  Darwin-arm64) rid=osx-arm64 ;;
  *) echo "No runtime identifier known for $(uname -s) on $(uname -m)." >&2; exit 1 ;;
esac
version=$(dotnet msbuild $project -getProperty:Version)

rm -rf $publish/server $publish/server-$rid
dotnet publish $project -c Release -r $rid --no-self-contained -o $publish/server --nologo --verbosity quiet
dotnet publish $project -c Release -r $rid --self-contained -o $publish/server-$rid --nologo --verbosity quiet
tar -czf "$publish/claudeonomics-server-$version-$rid.tar.gz" -C $publish --transform "s/^server-$rid/claudeonomics-server-$version/" server-$rid
rm -rf $publish/server-$rid

echo "$publish/server/claudeonomics-server"
echo "$publish/claudeonomics-server-$version-$rid.tar.gz"

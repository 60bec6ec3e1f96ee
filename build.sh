#!/usr/bin/env bash
# Publishes both programs:
#   artifacts/publish/server/claudeonomics-server  needs the ASP.NET Core runtime;
#   artifacts/publish/claudeonomics-server-VERSION-RID.tar.gz  brings its own;
#   artifacts/publish/cli/claudeonomics  one file that needs nothing;
#   artifacts/publish/claudeonomics.VERSION.nupkg  the same as a .NET tool.
# Beside each lies what it is made of: server/sbom.cdx.json (in the archive too), cli/claudeonomics.cdx.json.
# --cli builds the command line alone.
# --all-platforms also builds the command line for the other systems, untested: artifacts/publish/cli-RID-untested/.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

publish=artifacts/publish
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) rid=linux-x64 ;;
  Linux-aarch64) rid=linux-arm64 ;;
  Darwin-arm64) rid=osx-arm64 ;;
  *) echo "No runtime identifier known for $(uname -s) on $(uname -m)." >&2; exit 1 ;;
esac

build_server() {
  local project=src/Claudeonomics.Server version
  version=$(dotnet msbuild $project -getProperty:Version)
  rm -rf $publish/server $publish/server-$rid
  dotnet publish $project -c Release -r $rid --no-self-contained -o $publish/server --nologo --verbosity quiet
  dotnet publish $project -c Release -r $rid --self-contained -o $publish/server-$rid --nologo --verbosity quiet
  local folder
  for folder in server server-$rid; do
    node tools/sbom.mjs claudeonomics-server "$version" $publish/$folder/claudeonomics-server.deps.json --npm $project/Web/package-lock.json > $publish/$folder/sbom.cdx.json
  done
  tar -czf "$publish/claudeonomics-server-$version-$rid.tar.gz" -C $publish --transform "s/^server-$rid/claudeonomics-server-$version/" server-$rid
  rm -rf $publish/server-$rid
  echo "$publish/server/claudeonomics-server"
  echo "$publish/claudeonomics-server-$version-$rid.tar.gz"
}

# Machine code where a C compiler links it (starts in a hundredth of a second), else trimmed with ready-to-run code.
build_cli() {
  local project=src/Claudeonomics.Cli rid=$1 out=$2 native=()
  if [ "$3" = native ] && command -v clang > /dev/null; then
    native=(-p:PublishAot=true)
  elif [ "$3" = native ] && command -v gcc > /dev/null; then
    native=(-p:PublishAot=true -p:CppCompilerAndLinker=gcc)
  else
    native=(--self-contained -p:PublishTrimmed=true -p:PublishReadyToRun=true -p:PublishSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true)
  fi
  rm -rf "$out"
  dotnet publish $project -c Release -r "$rid" "${native[@]}" -o "$out" --nologo --verbosity quiet
  node tools/sbom.mjs claudeonomics "$(dotnet msbuild $project -getProperty:Version)" artifacts/obj/Claudeonomics.Cli/project.assets.json > "$out/claudeonomics.cdx.json"
}

if [ "${1:-}" = --cli ]; then
  build_cli $rid $publish/cli native
  echo "$publish/cli/claudeonomics"
  exit
fi

build_server
build_cli $rid $publish/cli native
echo "$publish/cli/claudeonomics"
dotnet pack src/Claudeonomics.Cli -c Release -o $publish --nologo --verbosity quiet
echo "$publish/claudeonomics.$(dotnet msbuild src/Claudeonomics.Cli -getProperty:Version).nupkg"

if [ "${1:-}" = --all-platforms ]; then
  for other in linux-x64 linux-arm64 osx-arm64 win-x64; do
    if [ $other != $rid ]; then
      if build_cli $other $publish/cli-$other-untested managed; then
        echo "$publish/cli-$other-untested"
      else
        echo "The command line could not be built for $other: its runtime pack is not to be had here." >&2
      fi
    fi
  done
fi

#!/usr/bin/env bash
# packaging/bundle.sh NAME: the release NAME.tar.gz with a Java runtime, as NAME-linux-ARCH.tar.gz, and SHA256SUMS.
# Called by ./mvnw -Prelease package. Needs a JDK 25; the same JDK gives the same bytes.
set -euo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=.ci/jdk
. .ci/jdk

name=$1
out=$PWD/packaging/target
bundle=$name-linux-$(uname -m)
jdk=$(find_jdk 25) || exit 4
rm -rf "$out/bundle"
mkdir -p "$out/bundle"
tar -xzf "$out/$name.tar.gz" -C "$out/bundle"
mv "$out/bundle/$name" "$out/bundle/$bundle"
packaging/runtime.sh "$jdk" "$out/bundle/$bundle"
tar -C "$out/bundle" --sort=name --mtime='2026-01-01T00:00:00Z' --owner=0 --group=0 --numeric-owner -c "$bundle" |
  gzip -n -9 >"$out/$bundle.tar.gz"
(cd "$out" && sha256sum "$name.zip" "$name.tar.gz" "$bundle.tar.gz" >SHA256SUMS)

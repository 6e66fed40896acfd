#!/usr/bin/env bash
# packaging/runtime.sh JDK FOLDER: pcpsim with a Java runtime of its own.
#
# JDK     a JDK 25 or later
# FOLDER  gets jre/, pcpsim.jar, lib/ and pcpsim.jsa, an archive of loaded classes for a quick start
#
# cli/target must hold the built jars. The same JDK and jars give the same bytes. Files have the time of the release,
# which the archive checks: whoever copies them has to keep it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jdk=$1
out=$2

# jdk.unsupported has Unsafe, which libraries look for. Symbols of the JVM's own code are a sixth of it.
"$jdk/bin/jlink" --add-modules java.base,jdk.unsupported --compress zip-9 --strip-java-debug-attributes \
  --no-header-files --no-man-pages --output "$out/jre"
if command -v strip >/dev/null; then
  find "$out/jre" -name '*.so' -exec chmod u+w {} + -exec strip --strip-unneeded {} +
else
  echo "runtime: no strip (of binutils): the runtime will be 5 MB larger" >&2
fi
# Only the JDK's own archive is made of it.
rm -f "$out/jre/lib/classlist"
out=$(cd "$out" && pwd)
mkdir -p "$out/lib"
cp cli/target/pcpsim.jar "$out/"
cp cli/target/lib/*.jar "$out/lib/"

# zstd-jni carries its native library for 20 platforms, packed. This one is put where the loader takes it as it is, so that
# no temporary file is needed.
case $(uname -m) in
x86_64) platform=linux/amd64 ;;
aarch64) platform=linux/aarch64 ;;
*) echo "runtime: no native library for $(uname -m)" >&2 && exit 4 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jar=$(cd "$out/lib" && echo zstd-jni-*.jar)
(cd "$work" && "$jdk/bin/jar" -xf "$out/lib/$jar")
cp "$work/$platform"/libzstd-jni-*.so "$out/lib/libzstd-jni.so"
find "$work" \( -name '*.so' -o -name '*.dll' -o -name '*.dylib' \) -delete
find "$work" -type d -empty -delete
"$jdk/bin/jar" --create --file "$out/lib/$jar" --manifest "$work/META-INF/MANIFEST.MF" --date 2026-01-01T00:00:00Z \
  -C "$work" com -C "$work" META-INF

chmod -R u=rwX,go=rX "$out"
find "$out" -exec touch -h -d '2026-01-01T00:00:00Z' {} +

# The classes of a replay, of its tables and of a compressed recording; sorted, as threads load them in any order.
options=(-Xlog:disable -Xlog:all=error:stderr -XX:+UseSerialGC -XX:-UsePerfData "-DZstdNativePath=$out/lib/libzstd-jni.so")
for run in "replay sample-traces/01-first-refill.json" "replay sample-traces/compile --format json" "inspect sample-traces/01-first-refill.json"; do
  # shellcheck disable=SC2086 # arguments
  "$out/jre/bin/java" "${options[@]}" -XX:DumpLoadedClassList="$work/list" -jar "$out/pcpsim.jar" $run >/dev/null 2>&1
  grep -v '^#' "$work/list" | sed 's/ id: [0-9]*//; s/ super: .*//' >>"$work/classes"
done
grep -vE '^@|LambdaForm|\$\$|Proxy[0-9]' "$work/classes" | LC_ALL=C sort -u >"$work/sorted"
grep '^@lambda-proxy' "$work/classes" | LC_ALL=C sort -u >>"$work/sorted" || true
"$out/jre/bin/java" "${options[@]}" -Xshare:dump -XX:SharedClassListFile="$work/sorted" \
  -XX:SharedArchiveFile="$out/pcpsim.jsa" -cp "$out/pcpsim.jar" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
chmod 644 "$out/pcpsim.jsa"
touch -d '2026-01-01T00:00:00Z' "$out/pcpsim.jsa" "$out"

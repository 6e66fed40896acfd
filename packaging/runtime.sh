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
# Nothing here makes the JDK's own archive, reads another JDK or opens a connection.
rm -f "$out/jre/lib/classlist" "$out/jre/lib/jrt-fs.jar" "$out/jre/lib/security/cacerts" "$out/jre/lib/security/public_suffix_list.dat"
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
# packed NAME: packs the files of $work/NAME as the library of that name, in the order of their names.
packed() {
  mv "$work/$1/META-INF/MANIFEST.MF" "$work/manifest"
  (cd "$work/$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | sed "s|.*|-C \"$work/$1\" \"&\"|") >"$work/files"
  "$jdk/bin/jar" --create --file "$out/lib/$1" --manifest "$work/manifest" --date 2026-01-01T00:00:00Z "@$work/files"
}
zstd=$(cd "$out/lib" && echo zstd-jni-*.jar)
xz=$(cd "$out/lib" && echo xz-*.jar)
math=$(cd "$out/lib" && echo commons-math3-*.jar)
for jar in "$zstd" "$xz" "$math"; do
  mkdir "$work/$jar"
  (cd "$work/$jar" && "$jdk/bin/jar" -xf "$out/lib/$jar")
done
cp "$work/$zstd/$platform"/libzstd-jni-*.so "$out/lib/libzstd-jni.so"
find "$work/$zstd" \( -name '*.so' -o -name '*.dll' -o -name '*.dylib' \) -delete
packed "$zstd"
# The JVM fails (NullPointerException in Package.isSealed) where one class of a sealed package comes from the jar and the
# next from an archive of classes.
sed -i '/^Sealed: true/d' "$work/$xz/META-INF/MANIFEST.MF"
packed "$xz"
# Rank tests and distributions need nothing of these, which are two thirds of the library.
unused=(ode geometry optim optimization genetics ml filter fitting transform linear dfp fraction complex primes
  analysis/differentiation analysis/function analysis/integration analysis/interpolation analysis/polynomials
  stat/clustering stat/correlation stat/descriptive stat/regression)
for package in "${unused[@]}"; do
  rm -r "$work/$math/org/apache/commons/math3/$package"
done
packed "$math"
own=("$out/pcpsim.jar" "$out"/lib/trace-formats-*.jar "$out"/lib/replay-engine-*.jar)
if "$jdk/bin/jdeps" --multi-release base --missing-deps --class-path "$out/lib/*" "${own[@]}" | grep 'not found'; then
  echo "runtime: these are needed, and were taken out of a library above" >&2
  exit 1
fi

chmod -R u=rwX,go=rX "$out"
find "$out" -exec touch -h -d '2026-01-01T00:00:00Z' {} +

# The archive names the places of the jars and the runtime, so it is made in the same place each time; it may be moved after.
stage=/tmp/pcpsim-runtime
mkdir "$stage" || {
  echo "runtime: $stage is there: another build is at work, or was killed and it has to be removed" >&2
  exit 4
}
trap 'rm -rf "$work" "$stage"' EXIT
cp -a "$out/jre" "$out/lib" "$out/pcpsim.jar" "$stage/"

# The classes of a replay, of its reports and of a compressed recording, the beginning of one; sorted, as threads load them
# in any order. Interpreted, and without a collection: the compiler loads what methods that are called often name, a
# collection what cleans up, and when either happens depends on how fast the machine is.
options=(-Xlog:disable -Xlog:all=error:stderr -XX:+UseSerialGC -XX:-UsePerfData "-DZstdNativePath=$stage/lib/libzstd-jni.so")
pcpsim=("$stage/jre/bin/java" "${options[@]}" -Xint -Xms512m -Xmn400m)
cp -r sample-traces/compile "$work/short"
rm "$work/short/trace.txt.zst"
"${pcpsim[@]}" -jar "$stage/pcpsim.jar" convert sample-traces/compile "$work/short/trace.txt.zst" --limit 10000 2>/dev/null
for run in "replay sample-traces/01-first-refill.json --format json" "replay $work/short"; do
  # shellcheck disable=SC2086 # arguments
  "${pcpsim[@]}" -XX:DumpLoadedClassList="$work/list" -jar "$stage/pcpsim.jar" $run >/dev/null
  grep -v '^#' "$work/list" | sed 's/ id: [0-9]*//; s/ super: .*//' >>"$work/classes"
done
grep -vE '^@|LambdaForm|\$\$|Proxy[0-9]' "$work/classes" | LC_ALL=C sort -u >"$work/sorted"
grep '^@lambda-proxy' "$work/classes" | LC_ALL=C sort -u >>"$work/sorted" || true
"$stage/jre/bin/java" "${options[@]}" -Xshare:dump -XX:SharedClassListFile="$work/sorted" \
  -XX:SharedArchiveFile="$stage/pcpsim.jsa" -cp "$stage/pcpsim.jar" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
cp "$stage/pcpsim.jsa" "$out/pcpsim.jsa"
chmod 644 "$out/pcpsim.jsa"
touch -d '2026-01-01T00:00:00Z' "$out/pcpsim.jsa" "$out"

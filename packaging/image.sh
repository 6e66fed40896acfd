#!/usr/bin/env bash
# packaging/image.sh TAG [BUNDLE]: an image of pcpsim without any base image, so that no registry is needed.
#
# TAG     what it is called, such as pcpsim:0.1.0
# BUNDLE  an unpacked release with a runtime; else one is made of the jars in cli/target and a JDK 25
#
# The image is one layer: the runtime, pcpsim, and what they load of this machine's C library. The same bundle, or the
# same jars and JDK, on the same C library give the same layer. Needs a Docker engine that answers.
set -euo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tag=$1
bundle=${2:-}

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
app=$tree/opt/pcpsim
mkdir -p "$app" "$tree/tmp" "$tree/etc" "$tree/data"
if [ -z "$bundle" ]; then
  # shellcheck source=.ci/jdk
  . .ci/jdk
  jdk=$(find_jdk 25) || exit 4
  packaging/runtime.sh "$jdk" "$app"
else
  cp -a "$bundle/jre" "$bundle/lib" "$bundle/pcpsim.jar" "$bundle/pcpsim.jsa" "$app/"
fi
cp LICENSE "$app/"

# What the binaries load, the dynamic linker included, at the paths they ask for. ldd fails for a file without libraries.
for binary in "$app/jre/bin/java" "$app/jre/lib/server/libjvm.so" "$app"/jre/lib/*.so "$app/lib/libzstd-jni.so"; do
  ldd "$binary" 2>/dev/null || true
done |
  awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/lib/ {print $1}' | grep -v -F "$tree" | LC_ALL=C sort -u |
  while read -r library; do
    mkdir -p "$tree${library%/*}"
    cp -L "$library" "$tree$library"
  done
# The licence of those.
for notice in libc6 zlib1g libgcc-s1; do
  if [ -f "/usr/share/doc/$notice/copyright" ]; then
    mkdir -p "$tree/usr/share/doc/$notice"
    cp -L "/usr/share/doc/$notice/copyright" "$tree/usr/share/doc/$notice/"
  fi
done
printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n' >"$tree/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' >"$tree/etc/group"
find "$tree" -type d -exec chmod 755 {} +
chmod 1777 "$tree/tmp" "$tree/data"

version=$("$app/jre/bin/java" -Xlog:disable -jar "$app/pcpsim.jar" --version)
version=${version#pcpsim }
tar -C "$tree" --sort=name --mtime='2026-01-01T00:00:00Z' --owner=0 --group=0 --numeric-owner -c . |
  docker import \
    -c 'ENV PATH=/opt/pcpsim/jre/bin' \
    -c 'USER 65532:65532' \
    -c 'VOLUME /data' \
    -c 'WORKDIR /data' \
    -c 'LABEL org.opencontainers.image.title="pcpsim"' \
    -c 'LABEL org.opencontainers.image.description="Replays page-allocation traces against models of Linux page-allocator designs"' \
    -c "LABEL org.opencontainers.image.version=\"$version\"" \
    -c 'LABEL org.opencontainers.image.licenses="Apache-2.0"' \
    -c 'ENTRYPOINT ["/opt/pcpsim/jre/bin/java", "-Xshare:auto", "-XX:SharedArchiveFile=/opt/pcpsim/pcpsim.jsa", "-DZstdNativePath=/opt/pcpsim/lib/libzstd-jni.so", "-Xlog:disable", "-Xlog:all=error,cds*=off:stderr", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:MaxRAMPercentage=75", "-XX:+UseTransparentHugePages", "-XX:-PrintWarnings", "-jar", "/opt/pcpsim/pcpsim.jar"]' \
    - "$tag" >/dev/null
docker image inspect --format "$tag {{.Id}} {{.Size}} bytes" "$tag"

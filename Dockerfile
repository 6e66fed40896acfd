# The image of pcpsim: a Java runtime, the jar and its libraries. From an unpacked release, or from a clone of the
# repository in which ./pcpsim --version has built the jar:
#
#   docker build -t pcpsim .
#   docker run --rm --network none --read-only -v "$PWD:/data" pcpsim replay trace.json --format json
#
# BASE_IMAGE is any image with Java 17 or later on PATH. Nothing runs while building, so no network is needed beyond it;
# packaging/image.sh makes an image without any base.
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
ARG VERSION=development
LABEL org.opencontainers.image.title="pcpsim" \
      org.opencontainers.image.description="Replays page-allocation traces against models of Linux page-allocator designs" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
# Whichever of the two places there is.
COPY lib* cli/target/lib* /opt/pcpsim/lib/
COPY pcpsim.jar* cli/target/pcpsim.jar* LICENSE /opt/pcpsim/
USER 65532:65532
VOLUME /data
WORKDIR /data
# The options of the launcher, ./pcpsim; more can be given in JDK_JAVA_OPTIONS. The native library of zstd is unpacked to
# /tmp: with --read-only, give it --tmpfs /tmp:exec, unless the base has a writable one.
ENTRYPOINT ["java", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:MaxRAMPercentage=75", "-XX:+UseTransparentHugePages", "-XX:-PrintWarnings", "-jar", "/opt/pcpsim/pcpsim.jar"]

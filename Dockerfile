# The image of pcpsim: a Java runtime, the jar and its libraries. Build the jar first: ./pcpsim --version
#
#   docker build -t pcpsim .
#   docker run --rm --network none -v "$PWD:/data:ro" pcpsim replay trace.json --format json
#
# BASE_IMAGE is any image with Java 17 or later on PATH. Nothing runs while building, so no network is needed beyond it.
ARG BASE_IMAGE=eclipse-temurin:25-jre
FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="pcpsim" \
      org.opencontainers.image.description="Replays page-allocation traces against models of Linux page-allocator designs" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY cli/target/lib /opt/pcpsim/lib
COPY cli/target/pcpsim.jar LICENSE /opt/pcpsim/
USER 65532:65532
WORKDIR /data
# The options of the launcher, ./pcpsim; more can be given in JDK_JAVA_OPTIONS.
ENTRYPOINT ["java", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:MaxRAMPercentage=75", "-jar", "/opt/pcpsim/pcpsim.jar"]

# Tributary's images. Built from the repository's root: docker build --target tributary -t tributary:0.1.0 .
#   tributary   the `tributary` command, at /opt/tributary                                      (settle, serve, migrate, doctor)
#   flink       Flink as it is installed, with both jobs, configuration and logging             (JobManager, TaskManager, submission)
#   chain       the dev chain, anvil                                                            (never for anything of value)
# All run as a user of their own, write nothing into themselves, and know no secret.

FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY jobs jobs
COPY scripts/flink scripts/flink
COPY schemas schemas
COPY contracts/abi contracts/abi
# The job jar, the programs' jars, and everything that they need beside them.
RUN mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl jobs/local -am package \
        org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies \
        -DincludeScope=runtime -DoutputDirectory=/src/lib \
    && cp jobs/local/target/local-*.jar /src/lib/

FROM eclipse-temurin:17.0.13_11-jre-jammy AS tributary
RUN groupadd --gid 10001 tributary && useradd --uid 10001 --gid 10001 --no-create-home tributary
COPY --from=build /src/lib /opt/tributary/lib
COPY scripts/tributary scripts/demo /opt/tributary/scripts/
COPY scripts/compose/log4j2.xml /opt/tributary/log4j2.xml
# Native libraries of the signature check are unpacked in /tmp, which must allow execution.
ENV TRIBUTARY_CLASSPATH=/opt/tributary/lib/* TRIBUTARY_JAVA_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -Dlog4j2.configurationFile=/opt/tributary/log4j2.xml"
USER 10001:10001
ENTRYPOINT ["/opt/tributary/scripts/tributary"]
CMD ["--help"]

FROM flink:2.2.1-scala_2.12-java17 AS flink
COPY scripts/flink/config.yaml scripts/flink/log4j-console.properties /opt/flink/conf/
COPY --from=build /src/jobs/pipelines/target/tributary-jobs.jar /opt/flink/usrlib/tributary-jobs.jar
USER 9999:9999

FROM node:20.18.1-bookworm-slim AS packages
WORKDIR /contracts
COPY contracts/package.json contracts/package-lock.json contracts/.npmrc ./
RUN npm ci --no-audit --no-fund && cp node_modules/@foundry-rs/anvil-linux-*/bin/anvil /usr/local/bin/anvil

FROM node:20.18.1-bookworm-slim AS chain
COPY --from=packages /usr/local/bin/anvil /usr/local/bin/anvil
USER 10001:10001
ENTRYPOINT ["anvil"]

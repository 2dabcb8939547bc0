# Postern in a container. The jar is built first, outside:
#
#   ./mvnw -DskipTests package
#   docker build -t postern:0.1.0 .
#   docker run --init -p 127.0.0.1:8080:8080 -p 127.0.0.1:8443:8443 -v postern:/var/lib/postern postern:0.1.0
#
# The same image is the agent: docker run … postern:0.1.0 agent --endpoint … (docs/agent.md). It gives a shell in the container.

# The jar taken apart, so that a new Postern is a small layer over its unchanged libraries, and starts faster.
FROM eclipse-temurin:25-jre AS layers
WORKDIR /layers
COPY target/postern.jar postern.jar
RUN java -Djarmode=tools -jar postern.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Postern" \
      org.opencontainers.image.description="An open, self-hosted Session Manager" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.documentation="README.md"

# By number, so that Kubernetes can see that it is not root. Only the home may be written, and /tmp.
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/postern
WORKDIR /opt/postern
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./
USER 10001:10001

# The home is a directory in the volume, so that it is Postern's own (0700) whoever owns the volume.
# Inside a container loopback reaches nobody: what is published is said by -p or by a Service. The management port stays
# on loopback here; the chart opens it to the probes.
ENV POSTERN_HOME=/var/lib/postern/home \
    SERVER_ADDRESS=0.0.0.0 \
    POSTERN_API_ADDRESS=0.0.0.0 \
    JAVA_TOOL_OPTIONS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError"
VOLUME /var/lib/postern
EXPOSE 8080 8443 9090

# SIGTERM begins the draining. There is no HEALTHCHECK: health is an HTTP answer on the management port, asked for by the
# orchestrator's probes (helm/postern), and no HTTP client is in the image.
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/postern/postern.jar"]
CMD ["serve"]

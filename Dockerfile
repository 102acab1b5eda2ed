# The program with its libraries, built on the host before: ./voronka --version builds what is missing.
#   docker build -t voronka .
#   docker run -p 127.0.0.1:8080:8080 -p 127.0.0.1:8081:8081 -v voronka:/data voronka
FROM eclipse-temurin:25-jre

# A number, so that no user has to be made and an orchestrator can check that it isn't root.
ARG USER=10001
RUN mkdir /data && chown "$USER:$USER" /data

COPY all-in-one/target/lib /opt/voronka/lib
COPY all-in-one/target/all-in-one-*.jar /opt/voronka/voronka.jar

USER $USER:$USER
WORKDIR /data
VOLUME /data
EXPOSE 8080 8081 8082

# Inside a container every address is its own; what is published decides who can reach it.
ENV VORONKA_HOST=0.0.0.0 VORONKA_DATA=/data

# Half of the memory is left to RocksDB and the operating system's cache; _JAVA_OPTIONS overrides. Garbage is collected
# and memory laid out as by ./voronka; where the system has no large pages, Java says so and goes on.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:GCTimeRatio=49", "-XX:MaxTenuringThreshold=2", \
  "-XX:-G1UseAdaptiveIHOP", "-XX:InitiatingHeapOccupancyPercent=60", "-XX:+UseTransparentHugePages", \
  "-XX:+ExitOnOutOfMemoryError", \
  "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
  "-cp", "/opt/voronka/voronka.jar:/opt/voronka/lib/*", "io.voronka.allinone.Voronka"]
CMD ["up"]

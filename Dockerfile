# The program with its libraries, built on the host before: ./voronka --version builds what is missing.
#   docker build -t voronka .
#   docker run -p 127.0.0.1:8080:8080 -p 127.0.0.1:8081:8081 -v voronka:/data voronka
FROM eclipse-temurin:25-jre

# A number, so that no user has to be made and an orchestrator can check that it isn't root.
ARG USER=10001
RUN mkdir /data && chown "$USER:$USER" /data

COPY all-in-one/target/lib /opt/voronka/lib
COPY all-in-one/target/all-in-one-*.jar /opt/voronka/voronka.jar

# Half of the memory is left to RocksDB and the operating system's cache; _JAVA_OPTIONS overrides. Where the system has
# no large pages, Java says so and goes on.
COPY ops/java.options /opt/voronka/java.options
RUN printf '%s\n' -XX:MaxRAMPercentage=50 -XX:+UseTransparentHugePages \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow >>/opt/voronka/java.options

# Starts take two thirds of the time with what Java loads and learns at a rehearsal. Where it can't use that (an agent,
# another collector) its words of it help nobody. An image that replaces a jar has to rehearse again.
RUN java @/opt/voronka/java.options -XX:AOTCacheOutput=/opt/voronka/rehearsed -jar /opt/voronka/voronka.jar rehearse && \
    test -s /opt/voronka/rehearsed

USER $USER:$USER
WORKDIR /data
VOLUME /data
EXPOSE 8080 8081 8082

# Inside a container every address is its own; what is published decides who can reach it.
ENV VORONKA_HOST=0.0.0.0 VORONKA_DATA=/data

ENTRYPOINT ["java", "@/opt/voronka/java.options", "-XX:AOTCache=/opt/voronka/rehearsed", \
  "-Xlog:aot*=off", "-jar", "/opt/voronka/voronka.jar"]
CMD ["up"]

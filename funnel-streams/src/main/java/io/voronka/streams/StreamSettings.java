package io.voronka.streams;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * The settings of the stream service.
 *
 * @param kafka the connection
 * @param host {@code VORONKA_HOST}: address to listen on; default 127.0.0.1
 * @param port {@code VORONKA_STREAMS_PORT}: where other services ask for what needs the timelines;
 *     0 takes a free one; default 8082
 * @param advertised {@code VORONKA_STREAMS_ADVERTISED}: name or address under which other services
 *     reach this one; default the host, or the machine's name if it listens on every address
 * @param state {@code VORONKA_STATE}: folder of the state stores; default {@code streams} in the
 *     data folder
 * @param instance {@code VORONKA_INSTANCE}: name of this instance, the same after a restart and
 *     distinct among instances; default made of the machine's name and the state folder
 * @param standbys {@code VORONKA_STANDBYS}: how many other instances keep a copy of each
 *     partition's state, so that they can go on with it at once; 0 to 3, default 1
 * @param memoryMegabytes {@code VORONKA_STATE_MEMORY}: what the state stores of this process may
 *     take of memory beside the heap, in MB; 32 to 100 000, default 256
 * @param threads {@code VORONKA_STREAMS_THREADS}: 1 to 64; default 2
 * @param tells {@code VORONKA_OUTPUT_TOPICS}: {@code on} or {@code off}, whether steps, sessions
 *     and corrections are told to others; default off
 * @param alertLag {@code VORONKA_ALERT_LAG}: alerts about what is longer past are shown and not
 *     delivered; default PT10M
 */
public record StreamSettings(
    KafkaSettings kafka,
    String host,
    int port,
    String advertised,
    Path state,
    String instance,
    int standbys,
    int memoryMegabytes,
    int threads,
    boolean tells,
    Duration alertLag) {

  /** What the state stores may take of memory. */
  long memoryBytes() {
    return (long) memoryMegabytes << 20;
  }

  /** Reads the settings; faults stay with the reader. */
  public static StreamSettings read(SettingsReader reader) {
    var host = reader.text("VORONKA_HOST", "127.0.0.1");
    var state =
        Path.of(reader.text("VORONKA_STATE", reader.text("VORONKA_DATA", "data") + "/streams"));
    return new StreamSettings(
        KafkaSettings.read(reader),
        host,
        reader.number("VORONKA_STREAMS_PORT", 8082, 0, 65_535),
        reader.text("VORONKA_STREAMS_ADVERTISED", InstanceName.reachable(host)),
        state,
        reader
            .parsed("VORONKA_INSTANCE", InstanceName::checked, InstanceName.FORM)
            .orElseGet(() -> InstanceName.of(InstanceName.machine(), state)),
        reader.number("VORONKA_STANDBYS", 1, 0, 3),
        reader.number("VORONKA_STATE_MEMORY", 256, 32, 100_000),
        reader.number("VORONKA_STREAMS_THREADS", 2, 1, 64),
        reader.oneOf("VORONKA_OUTPUT_TOPICS", "off", Set.of("on", "off")).equals("on"),
        reader.duration("VORONKA_ALERT_LAG", Duration.ofMinutes(10)));
  }
}

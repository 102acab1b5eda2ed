package io.voronka.ingest;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import java.util.Map;

/**
 * What the ingest service needs to know.
 *
 * @param host {@code VORONKA_HOST}: the address to listen on; default 127.0.0.1
 * @param port {@code VORONKA_INGEST_PORT}: 0 to 65 535, default 8081; 0 takes a free one
 * @param projects {@code VORONKA_WRITE_KEYS}: the projects by their write keys; default none, and
 *     then every call is refused
 * @param kafka where the events go and for how long they are kept
 */
public record IngestSettings(
    String host, int port, Map<String, String> projects, KafkaSettings kafka) {

  public static final String HOST = "VORONKA_HOST";
  public static final String PORT = "VORONKA_INGEST_PORT";
  public static final String WRITE_KEYS = "VORONKA_WRITE_KEYS";

  public IngestSettings {
    projects = Map.copyOf(projects);
  }

  /** Reads the settings; faults stay with the reader. */
  public static IngestSettings read(SettingsReader reader) {
    return new IngestSettings(
        reader.text(HOST, "127.0.0.1"),
        reader.number(PORT, 8081, 0, 65_535),
        reader.projectsBySecret(WRITE_KEYS),
        KafkaSettings.read(reader));
  }

  /** Says where it listens and for whom, without the keys. */
  @Override
  public String toString() {
    return "IngestSettings[" + host + ":" + port + ", " + projects.size() + " write keys]";
  }
}

package io.voronka.ingest;

import io.voronka.ingest.hook.Sources;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the ingest service needs to know.
 *
 * @param host {@code VORONKA_HOST}: the address to listen on; default 127.0.0.1
 * @param port {@code VORONKA_INGEST_PORT}: 0 to 65 535, default 8081; 0 takes a free one
 * @param projects {@code VORONKA_WRITE_KEYS}: the projects by their write keys; default none, and
 *     then every call is refused
 * @param publicUrl {@code VORONKA_PUBLIC_URL}: where clients reach it, for what is told to them and
 *     for signatures; null, the default: as each request says
 * @param sources {@code VORONKA_SOURCES}: a file of the programs whose webhooks are taken; default
 *     none
 * @param kafka where the events go and for how long they are kept
 */
public record IngestSettings(
    String host,
    int port,
    Map<String, String> projects,
    @Nullable PublicUrl publicUrl,
    Sources sources,
    KafkaSettings kafka) {

  public static final String HOST = "VORONKA_HOST";
  public static final String PORT = "VORONKA_INGEST_PORT";
  public static final String PUBLIC_URL = "VORONKA_PUBLIC_URL";
  public static final String SOURCES = "VORONKA_SOURCES";
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
        reader
            .parsed(PUBLIC_URL, PublicUrl::parse, "an address such as https://collect.example.com")
            .orElse(null),
        reader
            .file(SOURCES)
            .map(json -> Sources.read(json, fault -> reader.fault(SOURCES, fault)))
            .orElse(Sources.NONE),
        KafkaSettings.read(reader));
  }

  /** Says where it listens and for whom, without the keys. */
  @Override
  public String toString() {
    return "IngestSettings[" + host + ":" + port + ", " + projects.size() + " write keys]";
  }
}

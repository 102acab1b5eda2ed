package io.voronka.ingest;

import io.voronka.ingest.hook.Sources;
import io.voronka.ingest.privacy.Countries;
import io.voronka.ingest.privacy.PrivacyRules;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.TrustedProxies;
import io.voronka.kit.WebServer;
import io.voronka.wire.source.SourceSecrets;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ingest service needs to know.
 *
 * @param host {@code VORONKA_HOST}: the address to listen on; default 127.0.0.1
 * @param port {@code VORONKA_INGEST_PORT}: 0 to 65 535, default 8081; 0 takes a free one
 * @param projects {@code VORONKA_WRITE_KEYS}: the projects by their write keys; default none; more
 *     can be made while it runs
 * @param publicUrl {@code VORONKA_PUBLIC_URL}: where clients reach it, for what is told to them and
 *     for signatures; null, the default: as each request says
 * @param sources {@code VORONKA_SOURCES}: a file of the programs whose webhooks are taken; default
 *     none; more can be made while it runs
 * @param secretsKey {@code VORONKA_SECRETS_KEY}: 32 bytes in Base64 that open the secrets of those,
 *     the same as the dashboard's; default none, and then none of them is taken
 * @param privacy {@code VORONKA_PRIVACY}: a file of the properties that are not kept, or only as
 *     hashes; default none
 * @param countries {@code VORONKA_GEOIP}: a file in MaxMind's format that tells countries of
 *     addresses; default none, and then countries are not told
 * @param proxies of our own that requests come through
 * @param idleSeconds {@code VORONKA_IDLE_SECONDS}: idle connections are closed after it, see {@link
 *     WebServer#idleSeconds}
 * @param spool {@code VORONKA_SPOOL}: a folder that keeps, while Kafka is away, what its senders
 *     would not send again; default none, and then they hear that it was not taken
 * @param spoolMegabytes {@code VORONKA_SPOOL_MB}: how much it keeps at most; 1 to 1 000 000,
 *     default 1 024
 * @param kafka where the events go and for how long they are kept
 */
public record IngestSettings(
    String host,
    int port,
    Map<String, String> projects,
    @Nullable PublicUrl publicUrl,
    Sources sources,
    Optional<byte[]> secretsKey,
    PrivacyRules privacy,
    Optional<Path> countries,
    TrustedProxies proxies,
    int idleSeconds,
    Optional<Path> spool,
    int spoolMegabytes,
    KafkaSettings kafka) {

  public static final String HOST = "VORONKA_HOST";
  public static final String PORT = "VORONKA_INGEST_PORT";
  public static final String PUBLIC_URL = "VORONKA_PUBLIC_URL";
  public static final String SOURCES = "VORONKA_SOURCES";
  public static final String PRIVACY = "VORONKA_PRIVACY";
  public static final String GEOIP = "VORONKA_GEOIP";
  public static final String SPOOL = "VORONKA_SPOOL";
  public static final String SPOOL_MB = "VORONKA_SPOOL_MB";
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
        reader.key(SourceSecrets.KEY),
        reader
            .file(PRIVACY)
            .map(json -> PrivacyRules.read(json, fault -> reader.fault(PRIVACY, fault)))
            .orElse(PrivacyRules.NONE),
        countries(reader),
        TrustedProxies.read(reader),
        WebServer.idleSeconds(reader),
        reader.parsed(SPOOL, IngestSettings::path, "the path of a folder"),
        reader.number(SPOOL_MB, 1024, 1, 1_000_000),
        KafkaSettings.read(reader));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException none) {
      return Optional.empty();
    }
  }

  /** Opens it once, so that a wrong file stops the start and not the first event. */
  private static Optional<Path> countries(SettingsReader reader) {
    var text = reader.text(GEOIP, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Countries.open(Path.of(text).toFile()).close();
      return Optional.of(Path.of(text));
    } catch (IOException | InvalidPathException unreadable) {
      reader.fault(GEOIP, "must be a file in MaxMind's format (.mmdb) that can be read");
      return Optional.empty();
    }
  }

  /** Says where it listens and for whom, without the keys. */
  @Override
  public String toString() {
    return "IngestSettings[" + host + ":" + port + ", " + projects.size() + " write keys]";
  }
}

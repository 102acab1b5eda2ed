package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import java.util.Map;

/**
 * The settings of the dashboard service.
 *
 * @param kafka the connection
 * @param host {@code VORONKA_HOST}: address to listen on; default 127.0.0.1
 * @param port {@code VORONKA_DASHBOARD_PORT}: of the query API and the web page; 0 takes a free
 *     one; default 8080
 * @param projectsByToken {@code VORONKA_API_TOKENS}: {@code project:token[,project:token...]}; each
 *     token sees its own project
 * @param ingestUrl {@code VORONKA_INGEST_URL}: where senders reach the ingest API, as shown to
 *     people; default the host and {@code VORONKA_INGEST_PORT}
 */
public record DashboardSettings(
    KafkaSettings kafka,
    String host,
    int port,
    Map<String, String> projectsByToken,
    String ingestUrl) {

  public DashboardSettings {
    projectsByToken = Map.copyOf(projectsByToken);
  }

  /** Reads the settings; faults stay with the reader. */
  public static DashboardSettings read(SettingsReader reader) {
    var host = reader.text("VORONKA_HOST", "127.0.0.1");
    int ingestPort = reader.number("VORONKA_INGEST_PORT", 8081, 0, 65_535);
    return new DashboardSettings(
        KafkaSettings.read(reader),
        host,
        reader.number("VORONKA_DASHBOARD_PORT", 8080, 0, 65_535),
        reader.projectsBySecret("VORONKA_API_TOKENS"),
        reader.text("VORONKA_INGEST_URL", "http://" + host + ":" + ingestPort));
  }

  @Override
  public String toString() {
    return "DashboardSettings[port=" + port + "]"; // tokens must not reach a log
  }
}

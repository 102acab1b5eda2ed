package io.voronka.dashboard;

import io.voronka.dashboard.delivery.Deliverer;
import io.voronka.dashboard.delivery.MailSettings;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.PerProject;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.WebServer;
import io.voronka.model.time.Calendar;
import io.voronka.wire.CalendarJson;
import io.voronka.wire.source.SourceSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the dashboard service.
 *
 * @param kafka the connection
 * @param host {@code VORONKA_HOST}: address to listen on; default 127.0.0.1
 * @param port {@code VORONKA_DASHBOARD_PORT}: of the query API and the web page; 0 takes a free
 *     one; default 8080
 * @param idleSeconds {@code VORONKA_IDLE_SECONDS}: idle connections are closed after it, see {@link
 *     WebServer#idleSeconds}
 * @param projectsByToken {@code VORONKA_API_TOKENS}: {@code project:token[,project:token...]}; each
 *     token sees its own project
 * @param ingestUrl {@code VORONKA_INGEST_URL}: where senders reach the ingest API, as shown to
 *     people; default the host and {@code VORONKA_INGEST_PORT}
 * @param pageUrl {@code VORONKA_DASHBOARD_URL}: where people reach the web page, as links in alerts
 *     say; default the host and port
 * @param ingestInternalUrl {@code VORONKA_INGEST_INTERNAL_URL}: where this service reaches the
 *     ingest API; default the same
 * @param delivery of alerts: {@code VORONKA_SMTP_URL}, {@code
 *     smtp[s]://[user:password@]host[:port]} of the mail server, none by default; {@code
 *     VORONKA_MAIL_FROM}, the sender of e-mails; {@code VORONKA_ALERT_PRIVATE_ADDRESSES}, {@code
 *     on} or {@code off}, whether receivers may lie in private networks, default off; {@code
 *     VORONKA_PAGERDUTY_URL}, where PagerDuty takes events
 * @param timeZones {@code VORONKA_TIME_ZONE}: {@code zone[,project=zone...]}, the clocks by which
 *     days are counted, by their names in the IANA database; default UTC
 * @param weekStarts {@code VORONKA_WEEK_START}: {@code weekday[,project=weekday...]}, with which
 *     weeks begin; default monday
 * @param secretsKey {@code VORONKA_SECRETS_KEY}: 32 bytes in Base64 that close the secrets of
 *     sources of webhooks, the same as the ingest services'; default none, and then none can be set
 * @param door how callers are let in
 */
public record DashboardSettings(
    KafkaSettings kafka,
    String host,
    int port,
    int idleSeconds,
    Map<String, String> projectsByToken,
    String ingestUrl,
    String pageUrl,
    String ingestInternalUrl,
    Deliverer.Settings delivery,
    PerProject<ZoneId> timeZones,
    PerProject<DayOfWeek> weekStarts,
    Optional<byte[]> secretsKey,
    DoorSettings door) {

  public DashboardSettings {
    projectsByToken = Map.copyOf(projectsByToken);
  }

  /** Reads the settings; faults stay with the reader. */
  public static DashboardSettings read(SettingsReader reader) {
    var host = reader.text("VORONKA_HOST", "127.0.0.1");
    int port = reader.number("VORONKA_DASHBOARD_PORT", 8080, 0, 65_535);
    int ingestPort = reader.number("VORONKA_INGEST_PORT", 8081, 0, 65_535);
    var ingestUrl = reader.text("VORONKA_INGEST_URL", "http://" + host + ":" + ingestPort);
    return new DashboardSettings(
        KafkaSettings.read(reader),
        host,
        port,
        WebServer.idleSeconds(reader),
        reader.projectsBySecret("VORONKA_API_TOKENS"),
        ingestUrl,
        reader.text("VORONKA_DASHBOARD_URL", "http://" + host + ":" + port).replaceAll("/+$", ""),
        internalUrl(reader, ingestUrl),
        delivery(reader),
        reader.perProject(
            "VORONKA_TIME_ZONE",
            Calendar.UTC.zone(),
            DashboardSettings::zone,
            "a time zone such as Europe/Berlin"),
        reader.perProject(
            "VORONKA_WEEK_START",
            Calendar.UTC.weekStart(),
            CalendarJson::weekday,
            "a weekday such as monday"),
        reader.key(SourceSecrets.KEY),
        DoorSettings.read(reader));
  }

  private static String internalUrl(SettingsReader reader, String otherwise) {
    var text = reader.text("VORONKA_INGEST_INTERNAL_URL", otherwise).replaceAll("/+$", "");
    if (!text.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      reader.fault("VORONKA_INGEST_INTERNAL_URL", "must be an address such as http://ingest:8081");
    }
    return text;
  }

  private static Deliverer.Settings delivery(SettingsReader reader) {
    var from = reader.text("VORONKA_MAIL_FROM", "voronka@localhost");
    var mail =
        reader.parsed(
            "VORONKA_SMTP_URL",
            url -> MailSettings.of(url, from),
            "smtp://host:port or smtps://user:password@host:port");
    boolean allowsPrivate =
        reader.oneOf("VORONKA_ALERT_PRIVATE_ADDRESSES", "off", Set.of("on", "off")).equals("on");
    var pagerDuty = URI.create("https://events.pagerduty.com/v2/enqueue");
    return new Deliverer.Settings(
        mail.orElse(null),
        allowsPrivate,
        reader
            .parsed("VORONKA_PAGERDUTY_URL", DashboardSettings::url, "an http or https address")
            .orElse(pagerDuty));
  }

  private static Optional<URI> url(String text) {
    try {
      var uri = new URI(text);
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  /** Only names: browsers do not know all other forms of zones that Java knows. */
  private static Optional<ZoneId> zone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/")
        ? Optional.of(ZoneId.of(name))
        : Optional.empty();
  }

  /** The calendar of a project. */
  Calendar calendar(String project) {
    return new Calendar(timeZones.of(project), weekStarts.of(project));
  }

  @Override
  public String toString() {
    return "DashboardSettings[port=" + port + "]"; // tokens must not reach a log
  }
}

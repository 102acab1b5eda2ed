package io.voronka.allinone;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A setting that can be given on the command line. A flag only sets its environment variable, and
 * beats one that is set already; the services read and check the variables.
 */
enum Flag {
  DATA("--data", "VORONKA_DATA", "DIR", "the folder that keeps everything (default: ./data)"),
  HOST("--host", "VORONKA_HOST", "ADDRESS", "the address to listen on (default: 127.0.0.1)"),
  INGEST_PORT("--ingest-port", "VORONKA_INGEST_PORT", "PORT", "for events (default: 8081)"),
  DASHBOARD_PORT(
      "--dashboard-port",
      "VORONKA_DASHBOARD_PORT",
      "PORT",
      "for figures and pages (default: 8080)"),
  STREAMS_PORT(
      "--streams-port", "VORONKA_STREAMS_PORT", "PORT", "for health and metrics (default: 8082)"),
  STREAMS_ADVERTISED(
      "--streams-advertised",
      "VORONKA_STREAMS_ADVERTISED",
      "HOST",
      "where other services reach streams (default: its address)"),
  STREAMS_THREADS("--streams-threads", "VORONKA_STREAMS_THREADS", "N", "that count (default: 2)"),
  OUTPUT_TOPICS(
      "--output-topics",
      "VORONKA_OUTPUT_TOPICS",
      "on|off",
      "tell other programs of steps, sessions and corrections (default: off)"),
  ALERT_LAG(
      "--alert-lag",
      "VORONKA_ALERT_LAG",
      "DURATION",
      "alerts about what is longer past are not delivered (default: PT10M)"),
  STATE("--state", "VORONKA_STATE", "DIR", "the folder of what is counted (default: DATA/streams)"),
  INSTANCE(
      "--instance",
      "VORONKA_INSTANCE",
      "NAME",
      "of this streams among several, kept over restarts (default: of machine and folder)"),
  STATE_MEMORY(
      "--state-memory", "VORONKA_STATE_MEMORY", "MB", "for what is counted (default: 256)"),
  STANDBYS("--standbys", "VORONKA_STANDBYS", "N", "copies of the state elsewhere (default: 1)"),
  BOOTSTRAP("--bootstrap", "VORONKA_BOOTSTRAP", "HOST:PORT[,...]", "the Kafka brokers to use"),
  WRITE_KEYS(
      "--write-keys", "VORONKA_WRITE_KEYS", "PROJECT:KEY[,...]", "what senders of events show"),
  API_TOKENS(
      "--api-tokens", "VORONKA_API_TOKENS", "PROJECT:TOKEN[,...]", "what readers of figures show"),
  PARTITIONS(
      "--partitions", "VORONKA_PARTITIONS", "N", "of the topics, when they are made (default: 4)"),
  REPLICATION(
      "--replication", "VORONKA_REPLICATION", "N", "copies of each partition (default: Kafka's)"),
  MIN_INSYNC(
      "--min-insync",
      "VORONKA_MIN_INSYNC",
      "N",
      "copies that have to have a record (default: Kafka's)"),
  KAFKA_PROPERTIES(
      "--kafka-properties",
      "VORONKA_KAFKA_PROPERTIES",
      "FILE",
      "of properties of all Kafka clients, such as those of TLS (default: none)"),
  RETENTION(
      "--retention", "VORONKA_RETENTION", "DURATION", "how old events may be (default: P90D)"),
  INGEST_URL(
      "--ingest-url", "VORONKA_INGEST_URL", "URL", "the address of ingest that the pages show"),
  DASHBOARD_URL(
      "--dashboard-url",
      "VORONKA_DASHBOARD_URL",
      "URL",
      "where people reach the pages, for links in alerts (default: its address)"),
  INGEST_INTERNAL_URL(
      "--ingest-internal-url",
      "VORONKA_INGEST_INTERNAL_URL",
      "URL",
      "where the dashboard reaches ingest (default: as the pages show it)"),
  SMTP_URL(
      "--smtp-url",
      "VORONKA_SMTP_URL",
      "URL",
      "smtp[s]://[USER:PASSWORD@]HOST[:PORT] that sends alerts by e-mail (default: none)"),
  MAIL_FROM("--mail-from", "VORONKA_MAIL_FROM", "ADDRESS", "who sends alerts by e-mail"),
  ALERT_PRIVATE_ADDRESSES(
      "--alert-private-addresses",
      "VORONKA_ALERT_PRIVATE_ADDRESSES",
      "on|off",
      "tell receivers in private networks of alerts (default: off)"),
  PUBLIC_URL(
      "--public-url",
      "VORONKA_PUBLIC_URL",
      "URL",
      "where browsers and CRMs reach ingest (default: as each request says)"),
  SOURCES(
      "--sources",
      "VORONKA_SOURCES",
      "FILE",
      "of CRMs and others whose webhooks are taken (default: none)"),
  PRIVACY(
      "--privacy",
      "VORONKA_PRIVACY",
      "FILE",
      "of properties that are not kept, or as hashes (default: none)"),
  GEOIP(
      "--geoip",
      "VORONKA_GEOIP",
      "FILE",
      "that tells countries of addresses, in MaxMind's format (default: none)"),
  TRUSTED_PROXIES(
      "--trusted-proxies",
      "VORONKA_TRUSTED_PROXIES",
      "N",
      "of our own that requests come through (default: 0)"),
  IDLE_SECONDS(
      "--idle-seconds",
      "VORONKA_IDLE_SECONDS",
      "N",
      "after which idle connections are closed (default: 75)"),
  SPOOL(
      "--spool",
      "VORONKA_SPOOL",
      "DIR",
      "that keeps, while Kafka is away, what would not be sent again (default: none)"),
  SPOOL_MB("--spool-mb", "VORONKA_SPOOL_MB", "N", "that it keeps at most (default: 1024)"),
  TIME_ZONE(
      "--time-zone",
      "VORONKA_TIME_ZONE",
      "ZONE[,PROJECT=ZONE...]",
      "whose days are counted, such as Europe/Berlin (default: UTC)"),
  WEEK_START(
      "--week-start",
      "VORONKA_WEEK_START",
      "WEEKDAY[,PROJECT=WEEKDAY...]",
      "with which weeks begin (default: monday)"),
  API_REQUESTS(
      "--api-requests",
      "VORONKA_API_REQUESTS_PER_SECOND",
      "N",
      "to the dashboard that one caller may make on average (default: 500)"),
  SESSION_KEY(
      "--session-key",
      "VORONKA_SESSION_KEY",
      "BASE64",
      "32 bytes that seal the cookies of who is signed in (default: new at each start)"),
  SECRETS_KEY(
      "--secrets-key",
      "VORONKA_SECRETS_KEY",
      "BASE64",
      "32 bytes that close the secrets of webhooks (default of up: made, kept in the data"
          + " folder)");

  /** The flags of a service that runs alone. */
  static final Set<Flag> OF_INGEST =
      Set.of(
          HOST,
          INGEST_PORT,
          PUBLIC_URL,
          SOURCES,
          SECRETS_KEY,
          PRIVACY,
          GEOIP,
          TRUSTED_PROXIES,
          IDLE_SECONDS,
          SPOOL,
          SPOOL_MB,
          BOOTSTRAP,
          WRITE_KEYS,
          PARTITIONS,
          REPLICATION,
          MIN_INSYNC,
          KAFKA_PROPERTIES,
          RETENTION);

  static final Set<Flag> OF_STREAMS =
      Set.of(
          DATA,
          HOST,
          STREAMS_PORT,
          STREAMS_ADVERTISED,
          STREAMS_THREADS,
          OUTPUT_TOPICS,
          ALERT_LAG,
          STATE,
          INSTANCE,
          STATE_MEMORY,
          STANDBYS,
          BOOTSTRAP,
          PARTITIONS,
          REPLICATION,
          MIN_INSYNC,
          KAFKA_PROPERTIES,
          RETENTION);

  static final Set<Flag> OF_DASHBOARD =
      Set.of(
          HOST,
          DASHBOARD_PORT,
          BOOTSTRAP,
          API_TOKENS,
          INGEST_URL,
          DASHBOARD_URL,
          INGEST_INTERNAL_URL,
          SMTP_URL,
          MAIL_FROM,
          ALERT_PRIVATE_ADDRESSES,
          TIME_ZONE,
          WEEK_START,
          PARTITIONS,
          REPLICATION,
          MIN_INSYNC,
          KAFKA_PROPERTIES,
          RETENTION,
          TRUSTED_PROXIES,
          IDLE_SECONDS,
          API_REQUESTS,
          SESSION_KEY,
          SECRETS_KEY);

  private final String option;
  private final String variable;
  private final String parameter;
  private final String description;

  Flag(String option, String variable, String parameter, String description) {
    this.option = option;
    this.variable = variable;
    this.parameter = parameter;
    this.description = description;
  }

  String option() {
    return option;
  }

  String variable() {
    return variable;
  }

  /** Adds flags to a command, in the order of this list. */
  static void add(CommandSpec command, Set<Flag> flags) {
    for (var flag : values()) {
      if (flags.contains(flag)) {
        command.addOption(
            OptionSpec.builder(flag.option)
                .paramLabel(flag.parameter)
                .type(String.class)
                .description(flag.description)
                .build());
      }
    }
  }

  /** Returns the environment with the flags that were given. */
  static Map<String, String> applied(ParseResult given, Map<String, String> env) {
    var settings = new HashMap<>(env);
    for (var flag : values()) {
      var value = given.<String>matchedOptionValue(flag.option, null);
      if (value != null) {
        settings.put(flag.variable, value);
      }
    }
    return settings;
  }

  /** Returns faults that name variables so that they name the flags as well. */
  static List<String> explained(String faults) {
    return faults.lines().distinct().map(Flag::explainedOne).toList();
  }

  private static String explainedOne(String fault) {
    return Arrays.stream(values())
        .filter(flag -> fault.startsWith(flag.variable + " "))
        .findFirst()
        .map(
            flag ->
                flag.option + " (" + flag.variable + ")" + fault.substring(flag.variable.length()))
        .orElse(fault);
  }
}

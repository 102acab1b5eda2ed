package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.dashboard.DashboardService;
import io.voronka.dashboard.DashboardSettings;
import io.voronka.ingest.IngestService;
import io.voronka.ingest.IngestSettings;
import io.voronka.kit.Health;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.Service;
import io.voronka.kit.Services;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicSetup;
import io.voronka.streams.StreamSettings;
import io.voronka.streams.StreamsService;
import io.voronka.testing.FunnelText;
import io.voronka.wire.DefinitionJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services against a broker as companies have it: TLS, users of their own by SCRAM and by OAuth
 * tokens, and no rights but those that the page of operations lists.
 */
class SecureKafkaIT {

  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
  private static final Pattern RIGHT =
      Pattern.compile(
          "\\| (\\w+) \\| (topic|group|transactional id) \\| `([\\w-]+)`( \\(prefix\\))? \\| ([\\w,"
              + " ]+) \\|");
  private static final String SECRET = "of-the-keystore";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\""
          + " password=\"%s-password\";";

  /** Tokens that nobody signed: the broker of this test takes them. */
  private static final String OAUTH =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
          + " unsecuredLoginStringClaim_sub=\"%s\";";

  @TempDir Path folder;

  @Test
  void with_the_rights_that_are_listed_and_no_others_everything_is_counted() throws Exception {
    makeCertificate();
    try (var broker =
        new EmbeddedBroker(
            folder.resolve("broker"),
            this::secured,
            List.of(scram("admin"), scram("ingest"), scram("streams")))) {
      broker.start();
      prepare(broker);
      var services = services(broker);
      try (var all = new Services(services)) {
        all.start();
        Await.until(
            Duration.ofMinutes(2), () -> "ready: " + all.health(), () -> all.health().isReady());
        count((IngestService) services.get(2), (DashboardService) services.get(1));
      }
    }
  }

  /** A key and a certificate for this machine, and a store of whom clients trust. */
  private void makeCertificate() throws IOException, InterruptedException {
    keytool(
        "-genkeypair -keyalg EC -alias broker -dname CN=localhost -ext SAN=ip:127.0.0.1"
            + " -validity 2 -keystore "
            + folder.resolve("broker.p12"));
    keytool(
        "-exportcert -alias broker -file "
            + folder.resolve("broker.crt")
            + " -keystore "
            + folder.resolve("broker.p12"));
    keytool(
        "-importcert -noprompt -alias broker -file "
            + folder.resolve("broker.crt")
            + " -keystore "
            + folder.resolve("trusted.p12"));
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", SECRET));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static String scram(String user) {
    return "SCRAM-SHA-512=[name=%1$s,password=%1$s-password]".formatted(user);
  }

  private Map<String, String> secured(Map<String, String> usual) {
    var config = new HashMap<>(usual);
    config.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT");
    config.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
    config.put("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512");
    config.put(
        "listener.name.broker.scram-sha-512.sasl.jaas.config", SCRAM.formatted("admin", "admin"));
    config.put(
        "listener.name.broker.oauthbearer.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
            + " unsecuredLoginStringClaim_sub=\"admin\";");
    config.put("ssl.keystore.location", folder.resolve("broker.p12").toString());
    config.put("ssl.keystore.password", SECRET);
    config.put("ssl.keystore.type", "PKCS12");
    config.put("ssl.truststore.location", folder.resolve("trusted.p12").toString());
    config.put("ssl.truststore.password", SECRET);
    config.put("ssl.truststore.type", "PKCS12");
    config.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    config.put("super.users", "User:admin;User:ANONYMOUS"); // the latter is the controller
    config.put("allow.everyone.if.no.acl.found", "false");
    return config;
  }

  /** The settings of a service: how it logs in stands in a file, some of it in variables. */
  private Map<String, String> settings(EmbeddedBroker broker, String user, String mechanism)
      throws IOException {
    var jaas =
        mechanism.equals("OAUTHBEARER") ? OAUTH.formatted(user) : SCRAM.formatted(user, user);
    var file =
        Files.writeString(
            folder.resolve(user + ".properties"),
            """
            security.protocol=SASL_SSL
            ssl.truststore.location=%s
            ssl.truststore.type=PKCS12
            sasl.jaas.config=%s
            """
                .formatted(folder.resolve("trusted.p12"), jaas));
    var settings = new HashMap<String, String>();
    settings.put("VORONKA_BOOTSTRAP", broker.bootstrap());
    settings.put("VORONKA_KAFKA_PROPERTIES", file.toString());
    settings.put("VORONKA_KAFKA_SASL_MECHANISM", mechanism);
    settings.put("VORONKA_KAFKA_SSL_TRUSTSTORE_PASSWORD", SECRET);
    settings.put("VORONKA_DATA", folder.resolve("data").toString());
    settings.put("VORONKA_PARTITIONS", "2");
    settings.put("VORONKA_REPLICATION", "1");
    settings.put("VORONKA_MIN_INSYNC", "1");
    settings.put("VORONKA_RETENTION", "P7300D");
    settings.put("VORONKA_OUTPUT_TOPICS", "on");
    settings.put("VORONKA_WRITE_KEYS", "shop:writekey-shop");
    settings.put("VORONKA_API_TOKENS", "shop:apitoken-shop");
    settings.put("VORONKA_INGEST_PORT", "0");
    settings.put("VORONKA_DASHBOARD_PORT", "0");
    settings.put("VORONKA_STREAMS_PORT", "0");
    return settings;
  }

  /** An administrator makes the topics and gives the rights. */
  private void prepare(EmbeddedBroker broker)
      throws IOException, ExecutionException, InterruptedException {
    var kafka = KafkaSettings.read(new SettingsReader(settings(broker, "admin", "SCRAM-SHA-512")));
    assertThat(kafka).asString().doesNotContain("password");
    new TopicSetup(kafka, InstantSource.system()).ensure(Duration.ofMinutes(1));
    try (var admin = Admin.create(kafka.client(KafkaSettings.Client.ADMIN))) {
      var rights = rights();
      assertThat(rights).hasSizeGreaterThan(20);
      admin.createAcls(rights).all().get();
      // The broker learns of them a moment later; until then topics seem not to be there.
      Await.soon(() -> "the broker knows the rights", () -> known(admin) == rights.size());
      var events = new ConfigResource(ConfigResource.Type.TOPIC, "voronka-events");
      var config = admin.describeConfigs(List.of(events)).all().get().get(events);
      assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
    }
  }

  private static int known(Admin admin) {
    try {
      return admin.describeAcls(AclBindingFilter.ANY).values().get().size();
    } catch (InterruptedException | ExecutionException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Set<AclBinding> rights() throws IOException {
    var rights = new java.util.HashSet<AclBinding>();
    for (var line : Files.readAllLines(OPERATIONS)) {
      var right = RIGHT.matcher(line);
      if (right.matches()) {
        var resource =
            new ResourcePattern(
                ResourceType.fromString(right.group(2).replace(' ', '_')),
                right.group(3),
                right.group(4) == null ? PatternType.LITERAL : PatternType.PREFIXED);
        for (var operation : right.group(5).split(", ", -1)) {
          var allowed =
              new AccessControlEntry(
                  "User:" + right.group(1),
                  "*",
                  AclOperation.fromString(operation.toUpperCase(Locale.ROOT)),
                  AclPermissionType.ALLOW);
          rights.add(new AclBinding(resource, allowed));
        }
      }
    }
    return rights;
  }

  /** Each service as a user of its own. */
  private List<Service> services(EmbeddedBroker broker) throws IOException {
    var clock = InstantSource.system();
    var streams = new SettingsReader(settings(broker, "streams", "SCRAM-SHA-512"));
    var dashboard = new SettingsReader(settings(broker, "dashboard", "OAUTHBEARER"));
    var ingest = new SettingsReader(settings(broker, "ingest", "SCRAM-SHA-512"));
    var services =
        List.<Service>of(
            new StreamsService(StreamSettings.read(streams), new Telemetry(), clock),
            new DashboardService(
                DashboardSettings.read(dashboard), new Telemetry(), () -> Health.READY, clock),
            new IngestService(
                IngestSettings.read(ingest), new Telemetry(), () -> Health.READY, clock));
    for (var reader : List.of(streams, dashboard, ingest)) {
      reader.orThrow();
    }
    return services;
  }

  private static void count(IngestService ingest, DashboardService dashboard) {
    var api =
        new ApiClient(
            "http://127.0.0.1:" + ingest.port(),
            "http://127.0.0.1:" + dashboard.port(),
            "writekey-shop",
            "apitoken-shop");
    api.define("shop", DefinitionJson.write(FunnelText.funnel("view > cart > buy", "PT8H")));
    var visitors = new Visitors();
    visitors.visit(30, () -> api);
    visitors.check(api);
    var erased = api.dashboard("DELETE", "/persons/user0", new byte[0]);
    assertThat(erased.statusCode()).as(ApiClient.text(erased)).isEqualTo(200);
  }
}

package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.ingest.hook.Sources;
import io.voronka.ingest.privacy.PrivacyRules;
import io.voronka.kit.InvalidSettings;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.TrustedProxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestSettingsTest {

  @Test
  void without_any_setting_the_defaults_hold() {
    assertThat(IngestSettings.read(new SettingsReader(Map.of())))
        .isEqualTo(
            new IngestSettings(
                "127.0.0.1",
                8081,
                Map.of(),
                null,
                Sources.NONE,
                Optional.empty(),
                PrivacyRules.NONE,
                Optional.empty(),
                new TrustedProxies(0),
                75,
                Optional.empty(),
                1024,
                new KafkaSettings(
                    "127.0.0.1:9092", 4, (short) -1, (short) -1, Duration.ofDays(90), Map.of())));
  }

  @Test
  void every_setting_is_read() {
    var env =
        Map.of(
            "VORONKA_HOST", "0.0.0.0",
            "VORONKA_INGEST_PORT", "0",
            "VORONKA_WRITE_KEYS", "shop:secret01,blog:secret02",
            "VORONKA_PUBLIC_URL", "https://collect.example.com/in/",
            "VORONKA_RETENTION", "P30D");
    var settings = IngestSettings.read(new SettingsReader(env));
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.port()).isZero();
    assertThat(settings.projects()).isEqualTo(Map.of("secret01", "shop", "secret02", "blog"));
    assertThat(settings.publicUrl()).isEqualTo(new PublicUrl("https", "collect.example.com/in"));
    assertThat(settings.kafka().retention()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void all_faults_are_reported_together_and_none_shows_a_key() {
    var reader =
        new SettingsReader(
            Map.of(
                "VORONKA_INGEST_PORT", "70000",
                "VORONKA_PUBLIC_URL", "collect.example.com",
                "VORONKA_SOURCES", "no/such/file.json",
                "VORONKA_PRIVACY", "no/such/file.json",
                "VORONKA_GEOIP", "no/such/file.mmdb",
                "VORONKA_TRUSTED_PROXIES", "many",
                "VORONKA_SPOOL", "\0",
                "VORONKA_SPOOL_MB", "0",
                "VORONKA_WRITE_KEYS", "shop:sec ret"));
    IngestSettings.read(reader);
    assertThatThrownBy(reader::orThrow)
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContainingAll(
            "VORONKA_INGEST_PORT",
            "VORONKA_PUBLIC_URL must be an address such as https://collect.example.com",
            "VORONKA_SOURCES must be a file that can be read",
            "VORONKA_PRIVACY must be a file that can be read",
            "VORONKA_GEOIP must be a file in MaxMind's format (.mmdb) that can be read",
            "VORONKA_TRUSTED_PROXIES must be a whole number from 0 to 10",
            "VORONKA_SPOOL must be the path of a folder",
            "VORONKA_SPOOL_MB must be a whole number from 1 to 1000000",
            "VORONKA_WRITE_KEYS")
        .hasMessageNotContaining("sec ret");
  }

  @Test
  void its_text_shows_no_keys() {
    var reader = new SettingsReader(Map.of("VORONKA_WRITE_KEYS", "shop:secret01"));
    assertThat(IngestSettings.read(reader)).asString().doesNotContain("secret01");
  }

  @Test
  void sources_are_read_from_their_file_and_each_fault_of_it_is_named(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("sources.json"), "{\"crm\":{\"kind\":\"x\"}}");
    var reader = new SettingsReader(Map.of("VORONKA_SOURCES", file.toString()));
    IngestSettings.read(reader);
    assertThatThrownBy(reader::orThrow)
        .hasMessageContainingAll(
            "VORONKA_SOURCES crm: kind must be one of", "VORONKA_SOURCES crm: project must be");
  }
}

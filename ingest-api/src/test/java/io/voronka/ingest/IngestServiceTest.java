package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.kit.Health;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestServiceTest {

  private final IngestService service =
      new IngestService(
          IngestSettings.read(new SettingsReader(Map.of("VORONKA_INGEST_PORT", "8123"))),
          new Telemetry(),
          () -> Health.READY,
          InstantSource.fixed(Door.NOW));

  @Test
  void before_its_start_it_waits_for_kafka() {
    assertThat(service.health()).isEqualTo(Health.starting("Waits for Kafka."));
    assertThat(service.port()).isEqualTo(8123);
  }

  @Test
  void a_service_that_never_started_can_be_closed() {
    service.close();
    service.close();
  }
}

package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.InvalidSettings;
import io.voronka.kit.SettingsReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

  private static StreamSettings read(Map<String, String> env) {
    var reader = new SettingsReader(env);
    var settings = StreamSettings.read(reader);
    reader.orThrow();
    return settings;
  }

  @Test
  void an_instance_is_named_after_its_machine_and_its_folder() {
    var one = read(Map.of("VORONKA_DATA", "/data"));
    var again = read(Map.of("VORONKA_DATA", "/elsewhere/../data/"));
    var other = read(Map.of("VORONKA_DATA", "/data2"));

    assertThat(again.instance()).isEqualTo(one.instance());
    assertThat(other.instance()).isNotEqualTo(one.instance());
    assertThat(InstanceName.of("a", Path.of("/data")))
        .isNotEqualTo(InstanceName.of("b", Path.of("/data")));
  }

  @Test
  void a_name_can_always_be_given_to_kafka() {
    assertThat(InstanceName.checked(InstanceName.of("büro 7 ".repeat(30), Path.of("/data"))))
        .isPresent();
  }

  @Test
  void one_that_listens_everywhere_is_reached_under_the_name_of_its_machine() {
    assertThat(read(Map.of("VORONKA_HOST", "0.0.0.0")).advertised())
        .isEqualTo(InstanceName.machine());
    assertThat(read(Map.of("VORONKA_HOST", "10.0.0.7")).advertised()).isEqualTo("10.0.0.7");
    assertThat(read(Map.of("VORONKA_STREAMS_ADVERTISED", "streams-a")).advertised())
        .isEqualTo("streams-a");
  }

  @Test
  void all_faults_are_reported_together() {
    assertThatThrownBy(() -> read(Map.of("VORONKA_INSTANCE", "two words", "VORONKA_STANDBYS", "4")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("VORONKA_INSTANCE must be 1 to 100 of A-Z, a-z, 0-9")
        .hasMessageContaining("VORONKA_STANDBYS must be a whole number from 0 to 3");
  }
}

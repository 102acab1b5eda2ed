package io.voronka.ingest.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountriesTest {

  @TempDir private Path folder;

  @Test
  void an_address_is_in_the_country_of_its_network() throws IOException {
    var file =
        TinyDatabase.write(
            folder.resolve("countries.mmdb"), Map.of("203.0.113", "DE", "198.51.100.0", "FR"));
    try (var countries = Countries.open(file.toFile())) {
      assertThat(countries.of("203.0.113.200")).isEqualTo("DE");
      // Cut to its network before it is looked up: what is said of single addresses is not seen.
      assertThat(countries.of("198.51.100.77")).isEqualTo("FR");
      assertThat(countries.of("192.0.2.1")).isNull();
      assertThat(countries.of("2001:db8::1")).isNull();
      assertThat(countries.of("localhost")).isNull();
      assertThat(countries.of("999.1.1.1")).isNull();
      assertThat(countries.of("")).isNull();
    }
  }

  @Test
  void what_is_no_such_file_is_refused() throws IOException {
    var file = Files.writeString(folder.resolve("wrong.mmdb"), "not a database");
    assertThatThrownBy(() -> Countries.open(file.toFile())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Countries.open(folder.resolve("none").toFile()))
        .isInstanceOf(IOException.class);
  }
}

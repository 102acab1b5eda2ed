package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the guide for contributors shows is what there is. */
class ContributingTest {

  @Test
  void the_protocol_that_it_shows_is_the_one_that_runs() throws IOException {
    var code = "ingest-api/src/main/java/io/voronka/ingest/protocol/Ga4.java";
    var diff =
        Files.readAllLines(Path.of("..", code)).stream()
            .map(line -> "+" + line)
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(Path.of("..", "CONTRIBUTING.md"))).contains(diff);
  }
}

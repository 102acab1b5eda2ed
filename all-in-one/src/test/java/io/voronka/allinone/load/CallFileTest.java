package io.voronka.allinone.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.allinone.load.CallFile.BadLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallFileTest {

  private static final String LINES =
      """
      {"messageId": "a"}

      not json
      {"messageId": "b"}
      [1]
      """;

  private final List<BadLine> bad = new ArrayList<>();

  @TempDir Path folder;

  @Test
  void empty_lines_are_skipped_and_bad_ones_reported_by_number() throws IOException {
    assertThat(ids(Files.writeString(folder.resolve("calls"), LINES))).containsExactly("a", "b");
    assertThat(bad)
        .containsExactly(
            new BadLine(3, "is not valid JSON (column 1)"), new BadLine(5, "is no JSON object"));
  }

  @Test
  void a_compressed_file_is_known_by_its_content() throws IOException {
    var file = folder.resolve("calls");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(LINES.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(ids(file)).containsExactly("a", "b");
  }

  @Test
  void an_empty_file_has_no_calls() throws IOException {
    assertThat(ids(Files.createFile(folder.resolve("calls")))).isEmpty();
    assertThat(bad).isEmpty();
  }

  @Test
  void calls_without_an_id_are_given_one_that_a_repeat_gives_too() throws IOException {
    var file = Files.writeString(folder.resolve("calls"), "{\"event\":\"x\"}\n{\"event\":\"x\"}\n");
    assertThat(ids(file)).doesNotHaveDuplicates().hasSize(2).isEqualTo(ids(file));
  }

  @Test
  void the_position_ends_at_the_size_of_the_file() throws IOException {
    var file = Files.writeString(folder.resolve("calls"), "{}\n{}\n");
    try (var calls = new CallFile(file, bad::add)) {
      calls.next();
      assertThat(calls.next().position()).isEqualTo(Files.size(file));
      assertThat(calls.hasNext()).isFalse();
    }
  }

  private List<String> ids(Path file) throws IOException {
    var ids = new ArrayList<String>();
    try (var calls = new CallFile(file, bad::add)) {
      calls.forEachRemaining(call -> ids.add(call.json().path("messageId").asText()));
    }
    return ids;
  }
}

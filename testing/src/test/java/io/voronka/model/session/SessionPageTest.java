package io.voronka.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.SemanticsPage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/semantics.md} lists of sessions is what there is. */
class SessionPageTest {

  private static final String TEXT = String.join("\n", SemanticsPage.lines());

  @Test
  void the_table_of_places_is_complete() {
    var table =
        Arrays.stream(EventField.values())
            .map(
                field ->
                    field.paths().stream()
                        .map(path -> "`" + path + "`")
                        .collect(
                            Collectors.joining(
                                ", ", "| " + field.name().toLowerCase(Locale.ROOT) + " | ", " |")))
            .collect(Collectors.joining("\n"));

    assertThat(TEXT).contains("|---|---|\n" + table + "\n");
  }

  @Test
  void every_channel_property_and_click_id_is_named() {
    for (var channel : Channel.values()) {
      assertThat(TEXT).containsPattern("\\| ([\\w -]+, )*" + channel.text() + "(, [\\w -]+)* \\|");
    }
    for (var property : SessionProperty.values()) {
      assertThat(TEXT).containsPattern("`(session\\.)?" + property.text() + "`");
    }
    for (var mark : ClickId.values()) {
      assertThat(TEXT).contains("`" + mark.parameter() + "`");
    }
  }
}

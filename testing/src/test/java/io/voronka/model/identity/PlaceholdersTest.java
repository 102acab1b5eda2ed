package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "undefined",
        "anonymous",
        "guest",
        "0",
        "GUEST",
        "Undefined",
        " null ",
        "\"null\"",
        "'None'",
        "NaN",
        "[object Object]",
        "N/A",
        "-1",
        "",
        "  ",
        "\"\"",
        "0000",
        "--",
        "true",
        "00000000-0000-0000-0000-000000000000",
        "distinct_id",
        "userId",
        "LMY47D",
        "not_authenticated",
        " \"NOT_AUTHENTICATED \"",
        "  '00000000-0000-0000-0000-000000000000' "
      })
  void stand_for_nobody(String id) {
    assertThat(Placeholders.isPlaceholder(id)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        "guest-17",
        "1",
        "10",
        "0a",
        "null@example.com",
        "email:sha256:0",
        "'",
        "\"0",
        "00000000-0000-0000-0000-000000000001",
        "not_authenticated_",
        "0-0-0\u0661",
        "0 0",
        "анонимный"
      })
  void others_do_not(String id) {
    assertThat(Placeholders.isPlaceholder(id)).isFalse();
  }
}

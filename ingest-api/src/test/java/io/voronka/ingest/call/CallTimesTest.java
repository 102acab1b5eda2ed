package io.voronka.ingest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallTimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          TEXT                                 | INSTANT
          2026-03-01T10:00:00Z                 | 2026-03-01T10:00:00Z
          2026-03-01T10:00:00.5Z               | 2026-03-01T10:00:00.500Z
          2026-03-01T10:00:00.123456789012Z    | 2026-03-01T10:00:00.123Z
          2026-03-01T10:00:00,25Z              | 2026-03-01T10:00:00.250Z
          2026-03-01T10:00:00+05:30            | 2026-03-01T04:30:00Z
          2026-03-01T10:00:00+0530             | 2026-03-01T04:30:00Z
          2026-03-01T10:00:00-08               | 2026-03-01T18:00:00Z
          2026-03-01T10:00:00+01:00[Europe/Paris] | 2026-03-01T09:00:00Z
          2026-03-01 10:00:00                  | 2026-03-01T10:00:00Z
          2026-03-01 10:00:00 +02:00           | 2026-03-01T08:00:00Z
          2026-03-01t10:00:00z                 | 2026-03-01T10:00:00Z
          2026-03-01T10:00                     | 2026-03-01T10:00:00Z
          2026-03-01                           | 2026-03-01T00:00:00Z
          2024-02-29                           | 2024-02-29T00:00:00Z
          """)
  void times_are_read_leniently(String text, Instant instant) {
    assertThat(CallTimes.parse(text)).isEqualTo(instant);
  }

  @Test
  void the_usual_form_is_read_as_any_other() {
    for (long seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder("0000-00-00T00:00:00.000Z");
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) == '0') {
          text.setCharAt(i, (char) ('0' + random.nextInt(i == 5 || i % 3 == 2 ? 3 : 10)));
        }
      }
      if (random.nextInt(4) == 0) {
        text.setCharAt(random.nextInt(24), "0:-.TZ x٣".charAt(random.nextInt(9)));
      }
      var time = random.nextBoolean() ? text.toString() : text.delete(19, 23).toString();
      assertThat(CallTimes.parse(time))
          .as("seed %d: %s", seed, time)
          .isEqualTo(CallTimes.parseLenient(time));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "2026",
        "2026-03",
        "2026-02-30",
        "2026-13-01",
        "2026-03-01T24:30:00Z",
        "2026-03-01T10:61:00Z",
        "1700000000",
        "1700000000000",
        "2026-03-01T10:00:00+99:00",
        "2026-03-01T10:00:00Z and more",
        "01/03/2026",
        "٢٠٢٦-٠٣-٠١"
      })
  void anything_else_is_not_a_time(String text) {
    assertThat(CallTimes.parse(text)).isNull();
  }
}

package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.time.Calendar;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GranularityTest {

  @ParameterizedTest
  @CsvSource({
    "MINUTE, 2026-03-02T10:05:59.999Z, 2026-03-02T10:05:00Z, 2026-03-02T10:06:00Z",
    "HOUR,   2026-03-02T10:05:00Z,     2026-03-02T10:00:00Z, 2026-03-02T11:00:00Z",
    "DAY,    2026-03-02T10:05:00Z,     2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z",
    "WEEK,   2026-03-08T23:59:59Z,     2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
    "WEEK,   2026-03-09T00:00:00Z,     2026-03-09T00:00:00Z, 2026-03-16T00:00:00Z",
    "WEEK,   1969-12-29T00:00:00Z,     1969-12-29T00:00:00Z, 1970-01-05T00:00:00Z",
    "MONTH,  2024-02-29T12:00:00Z,     2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
    "MONTH,  1969-12-31T23:59:59Z,     1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z",
  })
  void holds_the_moment(Granularity granularity, Instant moment, Instant start, Instant end) {
    assertThat(Instant.ofEpochMilli(granularity.startOf(moment.toEpochMilli(), Calendar.UTC)))
        .isEqualTo(start);
    assertThat(Instant.ofEpochMilli(granularity.endOf(start.toEpochMilli(), Calendar.UTC)))
        .isEqualTo(end);
  }
}

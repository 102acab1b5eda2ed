package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Remembered periods against the calendar's own. */
class SeriesPeriodsTest {

  private static final FunnelVersion FUNNEL = new FunnelVersion("shop", "checkout", 1);
  private static final long FROM = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
  private static final long STEP = Duration.ofMinutes(1).toMillis();
  private static final int MOMENTS = 20_000;

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"})
  void a_remembered_period_is_the_calendars(String zone) {
    long seed = 4711;
    var random = new Random(seed);
    var calendar = new Calendar(ZoneId.of(zone), DayOfWeek.SUNDAY);
    var periods = new SeriesPeriods(FUNNEL, calendar);
    long millis = FROM;
    for (int i = 0; i < MOMENTS; i++) {
      millis = next(millis, random);
      for (var granularity : Granularity.values()) {
        if (granularity != Granularity.ALL) {
          var bucket = Bucket.of(granularity, millis, calendar);
          var period = periods.at(granularity, millis);
          var where = granularity + " at " + Instant.ofEpochMilli(millis) + ", seed " + seed;
          assertThat(period.bucket()).as(where).isEqualTo(bucket);
          assertThat(period.endMillis()).as(where).isEqualTo(bucket.endMillis(calendar));
          assertThat(period.key().bucket())
              .as(where)
              .isEqualTo(Cells.seriesBucket(bucket, calendar));
          assertThat(period.firstCell()).as(where).isEqualTo(Cells.series(bucket, 0, calendar));
        }
      }
    }
  }

  /** Near the last one, at the same place of the table in another period, or anywhere. */
  private static long next(long millis, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> millis + random.nextLong(2 * STEP);
      case 1 -> millis - random.nextLong(2 * STEP);
      case 2 -> millis + 8192 * STEP * (random.nextInt(3) - 1);
      default -> FROM + random.nextLong(Duration.ofDays(900).toMillis());
    };
  }
}

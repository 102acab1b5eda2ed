package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.time.Calendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds of periods in every zone, at moments near and far from changes of its clocks. */
class PeriodProperties {

  private static final int CHANGES_PER_ZONE = 12;
  private static final long SINCE_MINUTES_ARE_THE_SAME =
      Instant.parse("1973-01-01T00:00:00Z").toEpochMilli(); // of all zones
  private static final long FAR = Duration.ofDays(40).toMillis();
  private static final long[] NEAR = {
    Duration.ofMinutes(1).toMillis(), Duration.ofHours(2).toMillis(), Duration.ofDays(2).toMillis()
  };
  private static final List<Granularity> SERIES =
      List.of(
          Granularity.MINUTE,
          Granularity.HOUR,
          Granularity.DAY,
          Granularity.WEEK,
          Granularity.MONTH);

  private final Random random = new Random(11);

  @Test
  void periods_divide_the_time_line_and_their_cells_are_their_own() {
    for (var zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      var day = DayOfWeek.of(1 + random.nextInt(7));
      var calendar = new Calendar(ZoneId.of(zone), day);
      for (long moment : moments(calendar.zone())) {
        for (var granularity : SERIES) {
          require(calendar, granularity, moment);
        }
      }
    }
  }

  private List<Long> moments(ZoneId zone) {
    var moments = new ArrayList<Long>();
    for (int i = 0; i < CHANGES_PER_ZONE; i++) {
      var somewhen = Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 3_000_000_000L));
      moments.add(somewhen.toEpochMilli());
      var next = zone.getRules().nextTransition(somewhen);
      if (next != null) {
        long change = next.getInstant().toEpochMilli();
        moments.addAll(List.of(change, change - 1, change + random.nextLong(-FAR, FAR)));
        for (long near : NEAR) {
          moments.add(change + random.nextLong(-near, near));
        }
      }
    }
    return moments;
  }

  private static void require(Calendar calendar, Granularity granularity, long moment) {
    long start = granularity.startOf(moment, calendar);
    long end = granularity.endOf(moment, calendar);
    var what =
        granularity
            + " of "
            + calendar
            + " at "
            + Instant.ofEpochMilli(moment)
            + " from "
            + Instant.ofEpochMilli(start)
            + " to "
            + Instant.ofEpochMilli(end);
    requireNoGap(calendar, granularity, moment, start, end, what);
    requireReversible(calendar, granularity, moment, what);
    if (moment > SINCE_MINUTES_ARE_THE_SAME) {
      assertThat(start % 60_000).as(what).isZero();
    }
    if (granularity == Granularity.DAY) {
      var zone = calendar.zone();
      assertThat(LocalDate.ofInstant(Instant.ofEpochMilli(start), zone))
          .as("the clocks show the date of " + what)
          .isEqualTo(calendar.dateOf(moment));
      assertThat(LocalDate.ofInstant(Instant.ofEpochMilli(moment), zone))
          .as("and none that comes later, " + what)
          .isBeforeOrEqualTo(calendar.dateOf(moment));
    }
    if (granularity == Granularity.HOUR && end - start != 3_600_000) {
      assertThat(end).as("the last of its day: " + what).isEqualTo(calendar.endOfDay(moment));
    }
  }

  private static void requireNoGap(
      Calendar calendar, Granularity granularity, long moment, long start, long end, String what) {
    if (start > moment || end <= moment) {
      throw new AssertionError("not within it: " + what);
    }
    assertThat(granularity.startOf(start, calendar)).as(what).isEqualTo(start);
    assertThat(granularity.endOf(start, calendar)).as(what).isEqualTo(end);
    assertThat(granularity.startOf(end - 1, calendar)).as(what).isEqualTo(start);
    assertThat(granularity.startOf(end, calendar)).as("next after " + what).isEqualTo(end);
    assertThat(granularity.endOf(start - 1, calendar)).as("before " + what).isEqualTo(start);
  }

  private static void requireReversible(
      Calendar calendar, Granularity granularity, long moment, String what) {
    var period = Bucket.of(granularity, moment, calendar);
    var page = Cells.seriesBucket(period, calendar);
    int cell = Cells.series(period, 7, calendar);

    assertThat(Cells.seriesPeriod(page, cell, calendar)).as(what).isEqualTo(period);
    assertThat(Cells.seriesStage(cell)).as(what).isEqualTo(7);
    if (granularity != Granularity.WEEK) { // weeks lie on the page of the month they begin in
      assertThat(period.endMillis(calendar)).as(what).isLessThanOrEqualTo(page.endMillis(calendar));
    }
  }
}

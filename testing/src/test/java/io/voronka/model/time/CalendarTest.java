package io.voronka.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          RULE                                | ZONE                | DATE       | START                | MINUTES | HOURS
          a plain day                         | Europe/Berlin       | 2026-01-15 | 2026-01-14T23:00:00Z | 1440    | 24
          the clocks are put forward          | Europe/Berlin       | 2026-03-29 | 2026-03-28T23:00:00Z | 1380    | 23
          the clocks are put back             | Europe/Berlin       | 2026-10-25 | 2026-10-24T22:00:00Z | 1500    | 25
          half an hour off                    | Asia/Kolkata        | 2026-03-29 | 2026-03-28T18:30:00Z | 1440    | 24
          put forward by half an hour         | Australia/Lord_Howe | 2026-10-04 | 2026-10-03T13:30:00Z | 1410    | 24
          put back by half an hour            | Australia/Lord_Howe | 2026-04-05 | 2026-04-04T13:00:00Z | 1470    | 25
          midnight is skipped                 | America/Sao_Paulo   | 2017-10-15 | 2017-10-15T03:00:00Z | 1380    | 23
          put back past midnight              | America/Sao_Paulo   | 2018-02-17 | 2018-02-17T02:00:00Z | 1500    | 25
          put back a minute after midnight    | America/St_Johns    | 2010-11-07 | 2010-11-07T02:30:00Z | 1500    | 25
          midnight comes twice                | America/Havana      | 2026-11-01 | 2026-11-01T04:00:00Z | 1500    | 25
          the day before a skipped one        | Pacific/Apia        | 2011-12-29 | 2011-12-29T10:00:00Z | 1440    | 24
          the day after a skipped one         | Pacific/Apia        | 2011-12-31 | 2011-12-30T10:00:00Z | 1440    | 24
          """)
  void days(String rule, ZoneId zone, LocalDate date, Instant start, int minutes, int hours) {
    var calendar = new Calendar(zone, DayOfWeek.MONDAY);
    long millis = start.toEpochMilli();

    assertThat(Instant.ofEpochMilli(calendar.startOf(date))).isEqualTo(start);
    assertThat(calendar.dateOf(millis)).isEqualTo(date);
    assertThat(calendar.dateOf(millis - 1)).isBefore(date);
    long end = calendar.endOfDay(millis);
    assertThat(Duration.ofMillis(end - millis).toMinutes()).isEqualTo(minutes);
    assertThat(hours(calendar, millis, end)).hasSize(hours);
  }

  private static List<Long> hours(Calendar calendar, long from, long to) {
    var starts = new ArrayList<Long>();
    for (long start = from; start < to; start = calendar.endOfHour(start)) {
      starts.add(start);
    }
    return starts;
  }

  @Test
  void a_date_that_is_skipped_is_no_day() {
    var apia = new Calendar(ZoneId.of("Pacific/Apia"), DayOfWeek.FRIDAY);
    var skipped = LocalDate.of(2011, 12, 30);

    assertThat(apia.startOf(skipped)).isEqualTo(apia.startOf(skipped.plusDays(1)));
    // It was a Friday: the week begins a day late.
    assertThat(apia.dateOf(apia.startOfWeek(apia.startOf(skipped))))
        .isEqualTo(LocalDate.of(2011, 12, 31));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-24T23:59:59Z, 2026-10-24T23:00:00Z, 2026-10-25T00:00:00Z",
    "2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z", // 02:30 with summer time
    "2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z", // 02:30 once more
  })
  void an_hour_that_the_clocks_show_twice_is_two(Instant moment, Instant start, Instant end) {
    var berlin = new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.MONDAY);

    assertThat(berlin.startOfHour(moment.toEpochMilli())).isEqualTo(start.toEpochMilli());
    assertThat(berlin.endOfHour(moment.toEpochMilli())).isEqualTo(end.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Kolkata,        2026-03-02T10:05:00Z, 2026-03-02T09:30:00Z",
    "Asia/Kathmandu,      2026-03-02T10:05:00Z, 2026-03-02T09:15:00Z",
    "Australia/Lord_Howe, 2026-07-02T10:05:00Z, 2026-07-02T09:30:00Z",
  })
  void hours_begin_when_the_clocks_say_so(ZoneId zone, Instant moment, Instant start) {
    var calendar = new Calendar(zone, DayOfWeek.MONDAY);

    assertThat(calendar.startOfHour(moment.toEpochMilli())).isEqualTo(start.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "MONDAY,   2026-03-01T23:30:00Z, 2026-03-01T23:00:00Z, 2026-03-08T23:00:00Z",
    "SUNDAY,   2026-03-01T23:30:00Z, 2026-02-28T23:00:00Z, 2026-03-07T23:00:00Z",
    "SATURDAY, 2026-03-27T23:30:00Z, 2026-03-27T23:00:00Z, 2026-04-03T22:00:00Z",
  })
  void weeks_begin_with_their_day(DayOfWeek day, Instant moment, Instant start, Instant end) {
    var berlin = new Calendar(ZoneId.of("Europe/Berlin"), day);

    assertThat(Instant.ofEpochMilli(berlin.startOfWeek(moment.toEpochMilli()))).isEqualTo(start);
    assertThat(Instant.ofEpochMilli(berlin.endOfWeek(moment.toEpochMilli()))).isEqualTo(end);
  }

  @Test
  void the_ends_of_what_milliseconds_can_tell_have_their_periods() {
    var berlin = new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.MONDAY);

    assertThat(berlin.startOfMonth(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(berlin.endOfMonth(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(berlin.endOfMinute(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(berlin.startOfHour(Long.MAX_VALUE)).isGreaterThan(Long.MAX_VALUE - 3_600_000);
  }
}

package io.voronka.streams;

import static io.voronka.testing.FunnelText.funnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.FunnelReport.Period;
import io.voronka.model.count.Granularity;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.time.Calendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Periods by the clocks of Berlin. On 2026-03-29 they are put forward, on 2026-10-25 back. */
class CalendarTopologyTest {

  private static final Calendar BERLIN = new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.SUNDAY);

  private final FunnelHarness funnel = new FunnelHarness(Instant.parse("2026-10-26T00:00:00Z"));

  @AfterEach
  void close() {
    funnel.close();
  }

  @Test
  void half_past_eleven_in_the_evening_is_the_next_day_an_hour_further_east() {
    var berlin = saved(1, BERLIN);
    funnel.defines(berlin);

    happens("ann", "view", "2026-02-28T23:30:00Z"); // a Sunday and the first of March
    happens("bob", "view", "2026-02-28T22:59:00Z");

    assertThat(starts(berlin, Granularity.DAY))
        .containsExactly("2026-02-27T23:00:00Z", "2026-02-28T23:00:00Z");
    assertThat(starts(berlin, Granularity.WEEK))
        .containsExactly("2026-02-21T23:00:00Z", "2026-02-28T23:00:00Z");
    assertThat(starts(berlin, Granularity.MONTH))
        .containsExactly("2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z");
  }

  @Test
  void a_day_on_which_the_clocks_are_put_back_has_25_hours() {
    var berlin = saved(1, BERLIN);
    funnel.defines(berlin);

    var start = Instant.parse("2026-10-24T22:00:00Z");
    for (int hour = 0; hour < 25; hour++) {
      happens("p" + hour, "view", start.plus(Duration.ofHours(hour)).toString());
    }

    assertThat(series(berlin, Granularity.DAY))
        .singleElement()
        .satisfies(day -> assertThat(day.reached()).containsExactly(25L, 0L));
    assertThat(series(berlin, Granularity.HOUR))
        .hasSize(25)
        .allSatisfy(hour -> assertThat(hour.reached()).containsExactly(1L, 0L));
  }

  @Test
  void a_window_of_a_day_is_24_hours_also_when_the_day_is_not() {
    var berlin = saved(1, BERLIN);
    funnel.defines(berlin);

    happens("ann", "view", "2026-03-28T12:00:00Z"); // 13:00 there; a day later is 14:00
    happens("ann", "buy", "2026-03-29T12:00:00Z");
    happens("bob", "view", "2026-10-24T12:00:00Z"); // 14:00 there; a day later is 13:00
    happens("bob", "buy", "2026-10-25T12:00:00.001Z");

    assertThat(funnel.reached(berlin)).containsExactly(2L, 1L);
  }

  @Test
  void a_calendar_that_changes_counts_anew_what_was_there() {
    funnel.defines(saved(1, Calendar.UTC));
    happens("ann", "view", "2026-03-01T23:30:00Z");
    assertThat(starts(saved(1, Calendar.UTC), Granularity.DAY))
        .containsExactly("2026-03-01T00:00:00Z");

    funnel.defines(saved(2, BERLIN));

    assertThat(starts(saved(2, BERLIN), Granularity.DAY)).containsExactly("2026-03-01T23:00:00Z");
    assertThat(funnel.figures(key -> key.funnel().version() == 1)).isEmpty();
  }

  private static Funnel saved(int version, Calendar calendar) {
    return new Funnel(
        new FunnelVersion(FunnelHarness.PROJECT, "checkout", version),
        funnel("view > buy", "P1D"),
        calendar);
  }

  private void happens(String person, String event, String time) {
    funnel.receives(
        person,
        new Event(person + event, Instant.parse(time).toEpochMilli(), event, new Fields(Map.of())));
  }

  private List<Period> series(Funnel of, Granularity granularity) {
    return funnel.report(of, granularity, 0).series();
  }

  private List<String> starts(Funnel of, Granularity granularity) {
    return series(of, granularity).stream()
        .map(period -> Instant.ofEpochMilli(period.bucket().startMillis()).toString())
        .toList();
  }
}

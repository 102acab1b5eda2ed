package io.voronka.model.count;

import static io.voronka.testing.Scenario.at;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionFiguresTest {

  private static final SessionFigures FIGURES =
      new SessionFigures(SessionFigures.key("shop", 1), Calendar.UTC, SessionRule.DEFAULT);
  private static final Held HELD = new Held(at("12:00").toEpochMilli());

  private static Map<TallyKey, Counters> difference(String before, String after, Held held) {
    var changes = new FigureChanges();
    FIGURES.difference(timeline(before), timeline(after), held, changes);
    return changes.byKey();
  }

  private static SessionReport report(Map<TallyKey, Counters> figures) {
    var sum = new SessionSum(Calendar.UTC, Granularity.HOUR);
    figures.forEach(sum::add);
    return sum.report(SessionProperty.LANDING);
  }

  @Test
  void of_nobody_there_is_nothing() {
    var report = report(Map.of());

    assertThat(report.total()).isEqualTo(new SessionReport.Counts(0, 0L, 0));
    assertThat(report.total().bounceRate()).isNull();
    assertThat(report.seconds().median()).isNull();
    assertThat(report.medianEvents()).isNull();
    assertThat(report.meanEvents()).isNull();
    assertThat(report.entryPages()).isEmpty();
  }

  @Test
  void a_late_event_that_joins_two_sessions_takes_one_away() {
    var change = report(difference("10:00 a  10:45 b", "10:00 a  10:20 c  10:45 b", HELD));

    assertThat(change.total()).isEqualTo(new SessionReport.Counts(-1, 0L, -2));
    assertThat(change.series())
        .extracting(SessionReport.Period::counts)
        .containsExactly(new SessionReport.Counts(-1, 0L, -2));
  }

  @Test
  void an_event_that_lengthens_a_session_touches_neither_groups_nor_periods() {
    var change =
        difference("10:00 a{path=/a}  10:01 a", "10:00 a{path=/a}  10:01 a  10:02 a", HELD);

    assertThat(change.keySet())
        .allMatch(key -> key.segment().equals(Segment.EVERYBODY))
        .noneMatch(key -> key.page().kind() == Page.Kind.SERIES)
        .hasSizeLessThanOrEqualTo(5); // counts, and a page of either distribution before and after
  }

  /** Of two versions of a message one counts, and it may come to be the other. */
  @Test
  void another_version_of_a_message_moves_what_it_says() {
    var first = timeline("10:00 a{path=/a}  10:01 b{path=/b}");
    var one = first.events().get(0);
    var path = timeline("10:00 a{path=/c}").events().get(0).properties();
    var other = new Event(one.id(), one.timeMillis(), one.name(), path);
    var mixed = new Timeline(List.of(other, first.events().get(1)));
    assertThat(mixed).isEqualTo(first);
    var changes = new FigureChanges();
    FIGURES.difference(Timeline.empty(), first, HELD, changes);
    FIGURES.difference(first, mixed, HELD, changes);
    FIGURES.difference(mixed, timeline("09:59 c{path=/d}  10:01 b{path=/b}"), HELD, changes);

    assertThat(changes.byKey())
        .isEqualTo(difference("", "09:59 c{path=/d}  10:01 b{path=/b}", HELD));
  }

  @Test
  void hours_that_are_no_longer_held_are_passed_over() {
    long later = at("12:00").plus(Duration.ofDays(70)).toEpochMilli();

    assertThat(difference("", "10:00 a", HELD).keySet())
        .extracting(key -> key.bucket().granularity())
        .contains(Granularity.DAY, Granularity.MONTH);
    assertThat(difference("", "10:00 a", new Held(later)).keySet())
        .extracting(key -> key.bucket().granularity())
        .contains(Granularity.MONTH)
        .doesNotContain(Granularity.DAY);
  }

  @Test
  void statements_change_nothing() {
    assertThat(difference("10:00 a", "10:00 a  10:01 identify{plan=pro}", HELD)).isEmpty();
  }

  @Test
  void beyond_25_groups_the_smallest_become_other() {
    var changes = new FigureChanges();
    for (int page = 0; page < 30; page++) {
      var text = "10:00 a{path=/" + page + "}" + (page == 29 ? "  12:00 a{path=/29}" : "");
      FIGURES.difference(Timeline.empty(), timeline(text), HELD, changes);
    }
    var pages = report(changes.byKey()).entryPages();

    assertThat(pages).hasSize(26);
    assertThat(pages.get(0))
        .isEqualTo(
            new SessionReport.Group(new Text("/29"), false, new SessionReport.Counts(2, 1L, 2)));
    assertThat(pages.get(25))
        .isEqualTo(new SessionReport.Group(null, true, new SessionReport.Counts(5, null, 5)));
  }

  @Test
  void a_long_page_is_cut_and_no_character_in_half() {
    var page = "/" + "a".repeat(198) + "\uD83D\uDE00" + "b";
    var group = report(difference("", "10:00 a{path=" + page + "}", HELD)).entryPages().get(0);

    assertThat(group.value()).isEqualTo(new Text("/" + "a".repeat(198)));
  }

  @Test
  void events_of_a_session_are_counted_exactly_up_to_50() {
    for (int size = 1; size <= 50; size++) {
      var text = new StringBuilder();
      for (int i = 0; i < size; i++) {
        text.append("10:%02d a  ".formatted(i));
      }
      assertThat(report(difference("", text.toString(), HELD)).medianEvents())
          .isEqualTo((double) size);
    }
  }
}

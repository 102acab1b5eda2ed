package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.ServiceException;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.count.SessionSum;
import io.voronka.model.definition.Violation;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import io.voronka.testing.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {

  @Test
  void a_query_is_read() {
    var asked =
        SessionRoutes.parse(
            Map.of(
                "from", List.of("2026-03-02T00:00:00Z"),
                "granularity", List.of("hour"),
                "breakdown", List.of("session.channel")));

    assertThat(asked.query().from()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
    assertThat(asked.query().granularity()).isEqualTo(Granularity.HOUR);
    assertThat(asked.breakdown()).isEqualTo(SessionProperty.CHANNEL);
    assertThat(SessionRoutes.parse(Map.of()).breakdown()).isNull();
  }

  @Test
  void every_fault_is_named() {
    assertThatThrownBy(
            () ->
                SessionRoutes.parse(
                    Map.of(
                        "to", List.of("soon"),
                        "counting", List.of("attempts"),
                        "breakdown", List.of("session.number"))))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::path)
                    .containsExactlyInAnyOrder("to", "counting", "breakdown"));
    assertThatThrownBy(
            () ->
                SessionRoutes.parse(Map.of("breakdown", List.of("session.channel,session.device"))))
        .isInstanceOf(ServiceException.class);
  }

  @Test
  void a_report_says_how_many_how_long_and_where() {
    var figures =
        new SessionFigures(SessionFigures.key("shop", 1), Calendar.UTC, SessionRule.DEFAULT);
    var changes = new FigureChanges();
    var range = Range.allTime(0, Granularity.DAY);
    figures.addRange(
        Scenario.timeline(
            "10:00 view{url=https://shop.example/,utm_source=mail}  10:10 view{url=https://shop.example/cart}"
                + "  12:00 view{url=https://shop.example/}"),
        range,
        changes);
    var sum = new SessionSum(Calendar.UTC, Granularity.DAY);
    changes.byKey().forEach(sum::add);

    var json =
        SessionReportJson.write(
            Calendar.UTC, ReportQuery.ALL_TIME, Instant.EPOCH, SessionProperty.UTM_SOURCE, sum);

    assertThat(json.path("sessions").asLong()).isEqualTo(2);
    assertThat(json.path("persons").asLong()).isEqualTo(1);
    assertThat(json.path("bounceRate").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/seconds/mean").asDouble()).isEqualTo(300);
    assertThat(json.at("/events/median").asDouble()).isEqualTo(1.5);
    assertThat(json.at("/series/0/sessions").asLong()).isEqualTo(2);
    assertThat(json.path("breakdown").findValuesAsText("session.utm_source"))
        .containsExactlyInAnyOrder("mail", "null");
    assertThat(json.at("/entryPages/0/page").asText()).isEqualTo("/");
    assertThat(json.path("exitPages").findValuesAsText("page"))
        .containsExactlyInAnyOrder("/", "/cart");
  }
}

package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.voronka.kit.ServiceException;
import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Operator;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.testing.FunnelText;
import io.voronka.wire.Json;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportQueryTest {

  private static final FunnelDefinition FUNNEL =
      FunnelText.brokenDownBy(FunnelText.funnel("view > buy", "PT1H"), "utm", "device");
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  /** Parameters as {@code name, value, name, value}. */
  private static Map<String, List<String>> parameters(String... pairs) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < pairs.length; i += 2) {
      parameters.put(pairs[i], List.of(pairs[i + 1]));
    }
    return parameters;
  }

  private static List<String> faults(Map<String, List<String>> parameters) {
    return faults(() -> ReportQuery.parse(parameters, FUNNEL));
  }

  private static List<String> faultsOfBody(String body) {
    return faults(() -> AdHocQuery.parse(Json.read(body.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<String> faults(org.assertj.core.api.ThrowableAssert.ThrowingCallable parse) {
    var refused = catchThrowableOfType(ServiceException.class, parse);
    return refused.violations().stream()
        .map(fault -> fault.path() + " " + fault.message())
        .toList();
  }

  @Test
  void nothing_asked_is_everybody_of_all_time() {
    var query = ReportQuery.parse(parameters("from", ""), FUNNEL);

    assertThat(query).isEqualTo(ReportQuery.ALL_TIME);
    assertThat(query.isOfEverybody()).isTrue();
    assertThat(query.range(NOON)).isEqualTo(Range.allTime(NOON.toEpochMilli(), Granularity.DAY));
    assertThat(query.untilMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void every_parameter_is_read() {
    var query =
        ReportQuery.parse(
            parameters(
                "from", "2026-03-01T00:00:00+03:00",
                "to", "2026-03-02T00:00:00Z",
                "asOf", "2026-03-05T00:00:00Z",
                "granularity", "week",
                "breakdown", "device,utm",
                "where", "[{\"property\": \"utm\", \"op\": \"eq\", \"value\": \"mail\"}]",
                "counting", "attempts",
                "after", "0.5-3.1"),
            FUNNEL);

    assertThat(query)
        .isEqualTo(
            new ReportQuery(
                Instant.parse("2026-02-28T21:00:00Z"),
                Instant.parse("2026-03-02T00:00:00Z"),
                Instant.parse("2026-03-05T00:00:00Z"),
                Granularity.WEEK,
                List.of("device", "utm"),
                List.of(Condition.of("utm", Operator.EQ, new Text("mail"))),
                Counting.ATTEMPTS,
                Position.parse("0.5-3.1")));
    assertThat(query.untilMillis()).isEqualTo(query.range(NOON).asOfMillis());
  }

  @Test
  void attempts_and_conditions_are_no_live_figures() {
    assertThat(ReportQuery.parse(parameters("counting", "attempts"), FUNNEL).isOfEverybody())
        .isFalse();
    assertThat(
            ReportQuery.parse(
                    parameters("where", "[{\"property\": \"utm\", \"op\": \"exists\"}]"), FUNNEL)
                .isOfEverybody())
        .isFalse();
    assertThat(ReportQuery.parse(parameters("where", "[]"), FUNNEL).isOfEverybody()).isTrue();
  }

  @Test
  void every_fault_of_the_parameters_is_named_at_once() {
    var parameters =
        parameters(
            "from", "now",
            "granularity", "decade",
            "breakdown", "utm,colour",
            "where", "[{\"property\": \"p\", \"op\": \"like\"}, {\"op\": \"in\", \"value\": 1}, 2]",
            "counting", "people",
            "after", "!",
            "limit", "5");
    parameters.put("to", List.of("a", "b"));

    assertThat(faults(parameters))
        .containsExactlyInAnyOrder(
            "limit is not a known parameter",
            "to is given more than once",
            "from must be an ISO 8601 time with zone, such as 2026-03-01T00:00:00Z",
            "granularity must be minute, hour, day, week or month",
            "breakdown 'colour' is not a breakdown of this funnel",
            "where[0].op is not an operator: 'like'",
            "where[1].property is missing",
            "where[1] in needs a list as value",
            "where[2] must be an object",
            "counting must be 'persons' or 'attempts'",
            "after is not a position that this service gave out");
  }

  @Test
  void conditions_are_a_bounded_list() {
    assertThat(faults(parameters("where", "[{")))
        .containsExactly("where is not valid JSON (line 1, column 3)");
    assertThat(faults(parameters("where", "{}"))).containsExactly("where must be a list");
    assertThat(faults(parameters("where", "[" + "{},".repeat(20) + "{}]")))
        .containsExactly("where allows at most 20");
  }

  @Test
  void a_range_has_a_beginning_before_its_end() {
    assertThat(faults(parameters("from", NOON.toString(), "to", NOON.toString())))
        .containsExactly("to must be later than from");
  }

  @Test
  void a_body_asks_the_same_with_its_definition() {
    var body =
        """
        {"definition": {"name": "n", "stages": [{"name": "a", "anyOf": [{"event": "a"}]}],
                        "breakdowns": ["utm"]},
         "from": "2026-03-01T00:00:00Z", "granularity": "hour", "breakdown": ["utm"],
         "where": [{"property": "utm", "op": "exists"}], "counting": "attempts", "after": "0.1"}
        """;

    var asked = AdHocQuery.parse(Json.read(body.getBytes(StandardCharsets.UTF_8)));

    assertThat(asked.definition().name()).isEqualTo("n");
    assertThat(asked.query())
        .isEqualTo(
            ReportQuery.parse(
                parameters(
                    "from", "2026-03-01T00:00:00Z",
                    "granularity", "hour",
                    "breakdown", "utm",
                    "where", "[{\"property\": \"utm\", \"op\": \"exists\"}]",
                    "counting", "attempts",
                    "after", "0.1"),
                FUNNEL));
  }

  @Test
  void every_fault_of_a_body_is_named_at_once() {
    assertThat(
            faultsOfBody(
                """
                {"definition": {"name": "", "definition": 1, "stages": [
                   {"name": "a", "anyOf": [{"event": "a"}], "target": "high"}]},
                 "from": "", "breakdown": ["utm", 5], "where": "x", "counting": 1, "stage": 2}
                """))
        .containsExactlyInAnyOrder(
            "stage is not a known field",
            "definition.definition is not a known field",
            "definition.stages[0].target must be a number",
            "definition.name must not be blank",
            "from must be an ISO 8601 time with zone, such as 2026-03-01T00:00:00Z",
            "breakdown[1] must be text",
            "where must be a list",
            "counting must be text");
    assertThat(faultsOfBody("{}")).containsExactly("definition is missing");
    assertThat(faultsOfBody("{\"definition\": []}"))
        .containsExactly("definition must be an object");
    assertThat(
            faultsOfBody(
                """
                {"definition": {"name": "n", "stages": [{"name": "a", "anyOf": [{}]}]},
                 "breakdown": ["utm"]}
                """))
        .containsExactly("breakdown[0] 'utm' is not a breakdown of this funnel");
    assertThat(faultsOfBody("[]")).isEmpty();
  }
}

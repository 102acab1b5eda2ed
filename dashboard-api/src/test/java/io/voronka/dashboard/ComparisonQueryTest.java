package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.voronka.kit.ServiceException;
import io.voronka.model.count.Segment;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.testing.FunnelText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonQueryTest {

  private static final FunnelDefinition FUNNEL =
      FunnelText.brokenDownBy(FunnelText.funnel("view > buy", "PT1H"), "utm", "device");
  private static final String MARCH = "2026-03-01T00:00:00Z";
  private static final String APRIL = "2026-04-01T00:00:00Z";

  /** Parameters as {@code name, value, name, value}. */
  private static Map<String, List<String>> parameters(String... pairs) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < pairs.length; i += 2) {
      parameters.put(pairs[i], List.of(pairs[i + 1]));
    }
    return parameters;
  }

  private static List<String> faults(String... pairs) {
    var refused =
        catchThrowableOfType(
            ServiceException.class, () -> ComparisonQuery.parse(parameters(pairs), FUNNEL));
    return refused.violations().stream()
        .map(fault -> fault.path() + " " + fault.message())
        .toList();
  }

  @Test
  void another_period_is_otherwise_the_same() {
    var query =
        ComparisonQuery.parse(
            parameters("from", APRIL, "counting", "attempts", "otherFrom", MARCH, "otherTo", APRIL),
            FUNNEL);

    assertThat(query.one().report().from()).isEqualTo(Instant.parse(APRIL));
    assertThat(query.one().report().to()).isNull();
    assertThat(query.other().report().from()).isEqualTo(Instant.parse(MARCH));
    assertThat(query.other().report().to()).isEqualTo(Instant.parse(APRIL));
    assertThat(query.other().report().counting()).isEqualTo(query.one().report().counting());
  }

  @Test
  void a_period_of_the_one_side_is_no_half_of_the_other() {
    var query =
        ComparisonQuery.parse(parameters("from", MARCH, "to", APRIL, "otherFrom", APRIL), FUNNEL);

    assertThat(query.other().report().to()).as("not before it begins").isNull();
  }

  @Test
  void two_groups_of_a_breakdown() {
    var query =
        ComparisonQuery.parse(
            parameters("group", "{\"device\":\"phone\"}", "otherGroup", "{\"device\":null}"),
            FUNNEL);

    assertThat(query.one().report().breakdown()).containsExactly("device");
    assertThat(query.one().group()).isEqualTo(new Segment(List.of(new Text("phone"))));
    assertThat(query.other().group())
        .isEqualTo(new Segment(java.util.Collections.singletonList(null)));
    assertThat(query.other().report()).isEqualTo(query.one().report());
  }

  @Test
  void every_fault_is_told_under_its_own_name() {
    assertThat(
            faults("from", "now", "otherGroup", "{\"size\":1}", "otherWhere", "[{}]", "top", "1"))
        .containsExactlyInAnyOrder(
            "top is not a known parameter",
            "from must be an ISO 8601 time with zone, such as 2026-03-01T00:00:00Z",
            "otherGroup.size is not a breakdown of this funnel",
            "otherWhere[0].property is missing",
            "otherWhere[0].op is missing");
  }

  @Test
  void sides_differ() {
    assertThat(faults("from", MARCH)).singleElement().asString().startsWith("otherFrom or");
    assertThat(faults("from", MARCH, "otherFrom", MARCH)).hasSize(1);
  }
}

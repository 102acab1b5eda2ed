package io.voronka.model.definition;

import static io.voronka.testing.Scenario.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static io.voronka.model.event.@Nullable PropertyValue json(@Nullable String json) {
    return json == null
        ? null
        : PropertyJson.read(Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          OP         | VALUE                  | PROPERTIES                                   | HOLDS
          eq         | "shoes"                | {"p": "shoes"}                               | true
          eq         | "shoes"                | {"p": "Shoes"}                               | false
          eq         | 3                      | {"p": 3.0}                                   | true
          eq         | "3"                    | {"p": 3}                                     | false
          eq         | false                  | {"p": false}                                 | true
          eq         | 0                      | {}                                           | false
          ne         | 3                      | {}                                           | true
          ne         | 3                      | {"p": 3}                                     | false
          in         | ["a", 1]               | {"p": 1}                                     | true
          in         | ["a", 1]               | {}                                           | false
          notIn      | ["a", 1]               | {}                                           | true
          notIn      | ["a", 1]               | {"p": "a"}                                   | false
          contains   | "OES"                  | {"p": "Shoes"}                               | true
          contains   | "red"                  | {"p": ["blue", "Red"]}                       | true
          startsWith | "Sh"                   | {"p": "Shoes"}                               | true
          startsWith | "sh"                   | {"p": "Shoes"}                               | false
          endsWith   | "es"                   | {"p": "Shoes"}                               | true
          matches    | "^S.*s$"               | {"p": "Shoes"}                               | true
          matches    | "^s"                   | {"p": "Shoes"}                               | false
          gt         | 9                      | {"p": 10}                                    | true
          gt         | "9"                    | {"p": "10"}                                  | false
          gte        | 9                      | {"p": 9.0}                                   | true
          lt         | 9007199254740993       | {"p": 9007199254740992}                      | true
          lt         | 1                      | {"p": "0"}                                   | false
          lte        | "2026-03-01T00:00:00Z" | {"p": "2026-03-01T01:00:00+02:00"}           | true
          gt         | "2026-03-01"           | {"p": "2026-03-01T00:00:01Z"}                | true
          exists     |                        | {"p": null}                                  | false
          exists     |                        | {"p": 0}                                     | true
          notExists  |                        | {}                                           | true
          """)
  void holds(String op, @Nullable String value, String properties, boolean holds) {
    var condition = Condition.of("p", Operator.of(op).orElseThrow(), json(value));

    assertThat(
            condition.holds(
                PropertyJson.fields(Json.read(properties.getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          products.0.sku  | {"products": [{"sku": "x"}]}   | true
          products.1.sku  | {"products": [{"sku": "x"}]}   | false
          products.x.sku  | {"products": [{"sku": "x"}]}   | false
          a.b             | {"a.b": "x"}                   | true
          a.b             | {"a.b": "x", "a": {"b": "y"}}  | true
          a.b             | {"a": {"b": "x"}}              | true
          a.b             | {"a": "x"}                     | false
          """)
  void finds_nested_values(String path, String properties, boolean holds) {
    assertThat(
            Condition.of(path, Operator.EQ, json("\"x\""))
                .holds(PropertyJson.fields(Json.read(properties.getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exists   | 1       | exists takes no value
          eq       |         | eq needs a value
          in       | 1       | in needs a list as value
          contains | 1       | contains needs text as value
          gt       | true    | gt needs a number or text as value
          matches  | "("     | matches needs a valid pattern: missing closing )
          """)
  void refuses_what_it_cannot_compare(String op, @Nullable String value, String message) {
    assertThatThrownBy(() -> Condition.of("p", Operator.of(op).orElseThrow(), json(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @org.junit.jupiter.api.Test
  void a_matcher_without_event_takes_any() {
    var any = new Matcher(null, java.util.List.of(Condition.of("size", Operator.GT, json("2"))));

    assertThat(any.matches(events("10:00 view{size=3}").get(0))).isTrue();
    assertThat(any.matches(events("10:00 view{size=2}").get(0))).isFalse();
  }
}

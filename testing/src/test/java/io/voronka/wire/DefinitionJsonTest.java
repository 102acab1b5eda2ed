package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionJsonTest {

  private static final String CHECKOUT =
      """
      {
        "name": "Checkout",
        "stages": [
          {"name": "Viewed",  "anyOf": [{"event": "Product Viewed", "where": [{"property": "category", "op": "in", "value": ["shoes", "bags"]}]}]},
          {"name": "Carted",  "anyOf": [{"event": "Product Added"}, {"event": "Quick Buy"}], "within": "PT1H"},
          {"name": "Address", "anyOf": [{"event": "Address Entered"}], "optional": true},
          {"name": "Bought",  "anyOf": [{"event": "Order Completed"}], "value": "revenue", "target": 0.25}
        ],
        "order": "ordered",
        "window": "P14D",
        "hold": ["cart_id"],
        "exclude": [{"anyOf": [{"event": "Cart Emptied"}], "after": 2, "before": 4}],
        "breakdowns": ["utm_source", "device"],
        "breakdownFrom": "entry"
      }
      """;

  private static final String STRICT =
      """
      {"name": "Strict",
       "stages": [
         {"name": "a", "anyOf": [{"event": "a", "where": [{"property": "n", "op": "exists"}]}, {}],
          "optional": false},
         {"name": "b", "anyOf": [{"event": "b"}], "within": "P1DT12H", "optional": false,
          "value": "price", "target": 1.0}],
       "order": "strict", "strictScope": "funnel", "window": "session", "ties": "increasing",
       "implied": false, "hold": ["cart"],
       "exclude": [{"anyOf": [{"event": "x"}], "after": 1, "before": 2}],
       "breakdowns": ["utm"], "breakdownFrom": "stage:2"}
      """;

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static FunnelDefinition read(String text) {
    return DefinitionJson.read(json(text));
  }

  private static List<String> faults(String text) {
    var refused = catchThrowableOfType(InvalidDefinition.class, () -> read(text));
    return refused == null
        ? List.of()
        : refused.violations().stream().map(fault -> fault.path() + " " + fault.message()).toList();
  }

  /** The faults of a definition of two stages with one field more. */
  private static List<String> faultsWith(String field) {
    return faults(
        """
        {"name": "n", "stages": [
          {"name": "a", "anyOf": [{"event": "a"}]}, {"name": "b", "anyOf": [{"event": "b"}]}], %s}
        """
            .formatted(field));
  }

  @Test
  void every_field_is_read_and_written() {
    assertThat(Json.read(Json.bytes(DefinitionJson.write(read(STRICT))))).isEqualTo(json(STRICT));
  }

  @Test
  void a_definition_that_left_fields_out_comes_back_with_their_defaults() {
    var definition = read(CHECKOUT);

    assertThat(DefinitionJson.read(DefinitionJson.write(definition))).isEqualTo(definition);
    assertThat(DefinitionJson.write(definition).toString())
        .isEqualTo(
            """
            {"name":"Checkout","stages":[
            {"name":"Viewed","anyOf":[{"event":"Product Viewed",
            "where":[{"property":"category","op":"in","value":["shoes","bags"]}]}],"optional":false},
            {"name":"Carted","anyOf":[{"event":"Product Added"},{"event":"Quick Buy"}],
            "within":"PT1H","optional":false},
            {"name":"Address","anyOf":[{"event":"Address Entered"}],"optional":true},
            {"name":"Bought","anyOf":[{"event":"Order Completed"}],"optional":false,
            "value":"revenue","target":0.25}],
            "order":"ordered","strictScope":"all","window":"P14D","ties":"any","implied":false,
            "hold":["cart_id"],
            "exclude":[{"anyOf":[{"event":"Cart Emptied"}],"after":2,"before":4}],
            "breakdowns":["utm_source","device"],"breakdownFrom":"entry"}
            """
                .replace("\n", ""));
  }

  @Test
  void what_is_left_out_has_its_default() {
    assertThat(
            read(
                "{\"name\": \"n\", \"stages\": [{\"name\": \"a\", \"anyOf\": [{\"event\": \"a\"}]}]}"))
        .isEqualTo(FunnelDefinition.of("n", List.of(Stage.named("a", "a"))).build());
    var exclusion =
        read("""
                {"name": "n", "exclude": [{"anyOf": [{"event": "x"}]}], "stages": [
                  {"name": "a", "anyOf": [{}]}, {"name": "b", "anyOf": [{}]},
                  {"name": "c", "anyOf": [{}]}]}
                """)
            .exclude()
            .get(0);
    assertThat(exclusion.after()).isEqualTo(1);
    assertThat(exclusion.before()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"P2W, P14D", "PT36H, P1DT12H", "PT90S, PT1M30S", "PT0.25S, PT0.25S"})
  void a_duration_is_written_in_one_way(String given, String written) {
    var definition = read(CHECKOUT.replace("\"P14D\"", "\"" + given + "\""));

    assertThat(definition.window()).isEqualTo(ConversionWindow.of(Duration.parse(written)));
    assertThat(DefinitionJson.write(definition).path("window").asText()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"entry", "last", "first", "person", "stage:1", "stage:2"})
  void every_place_of_a_breakdown_is_read_and_written(String place) {
    var definition = read(STRICT.replace("stage:2", place));

    assertThat(DefinitionJson.write(definition).path("breakdownFrom").asText()).isEqualTo(place);
    if (place.equals("stage:2")) {
      assertThat(definition.breakdownFrom()).isEqualTo(BreakdownFrom.stage(2));
    }
  }

  @Test
  void every_fault_of_form_is_named_at_once() {
    assertThat(
            faults(
                """
                {"stages": [
                   {"name": 1, "anyOf": [{"event": "a", "where": [
                     {"property": "p", "op": "like"},
                     {"property": "p", "op": "matches", "value": "("}, "size"]}]},
                   {"name": "b", "anyOff": [], "within": 3600, "optional": "yes", "value": 1,
                    "target": "0.5"},
                   "c"],
                 "window": "two weeks", "order": "sorted", "strictScope": true, "ties": "none",
                 "implied": 1, "hold": "cart", "breakdowns": [true], "breakdownFrom": "stage:one",
                 "exclude": [{"anyOf": [{"event": 5}], "after": 1.5, "before": "4", "since": 1}],
                 "colour": "red"}
                """))
        .containsExactly(
            "colour is not a known field",
            "name is missing",
            "stages[0].name must be text",
            "stages[0].anyOf[0].where[0].op is not an operator: 'like'",
            "stages[0].anyOf[0].where[1] matches needs a valid pattern: missing closing )",
            "stages[0].anyOf[0].where[2] must be an object",
            "stages[1].anyOff is not a known field",
            "stages[1].within must be an ISO 8601 duration such as PT1H",
            "stages[1].optional must be true or false",
            "stages[1].value must be text",
            "stages[1].target must be a number",
            "stages[2] must be an object",
            "exclude[0].since is not a known field",
            "exclude[0].anyOf[0].event must be text",
            "exclude[0].after must be a whole number",
            "exclude[0].before must be a whole number",
            "order must be 'ordered' or 'strict' or 'unordered'",
            "strictScope must be text",
            "window must be an ISO 8601 duration such as P14D or PT30M, or 'session'",
            "ties must be 'any' or 'increasing'",
            "implied must be true or false",
            "hold must be a list",
            "breakdowns[0] must be text",
            "breakdownFrom must be 'entry', 'last', 'stage:N', 'first' or 'person'",
            "stages[1].anyOf needs at least 1");
  }

  @Test
  void rules_are_checked_beside_the_form() {
    assertThat(
            faults(
                """
                {"name": " ", "colour": "red", "window": "PT0S",
                 "stages": [
                   {"name": "a", "anyOf": [{"event": "a"}], "within": "PT1H", "optional": true},
                   {"name": "a", "anyOf": [{"event": ""}], "target": 1.5}],
                 "exclude": [{"anyOf": [{"event": "x"}], "after": 2, "before": 9}],
                 "breakdownFrom": "stage:3"}
                """))
        .containsExactly(
            "colour is not a known field",
            "name must not be blank",
            "stages[1] repeats 'a'",
            "stages[0].within has no stage before it",
            "stages[0].optional can't be the first or last stage",
            "stages[1].anyOf[0].event must not be empty",
            "stages[1].target must be above 0 to 1",
            "window must be at least 1 ms",
            "exclude[0].before must be the number of a stage, 1 to 2",
            "breakdownFrom must be the number of a stage, 1 to 2");
  }

  @Test
  void a_stand_in_breaks_no_rule() {
    assertThat(faultsWith("\"order\": \"odd\", \"strictScope\": \"funnel\", \"implied\": true"))
        .containsExactly("order must be 'ordered' or 'strict' or 'unordered'");
    assertThat(faultsWith("\"exclude\": [{\"anyOf\": [{}], \"after\": \"1\", \"before\": 1}]"))
        .containsExactly("exclude[0].after must be a whole number");
    assertThat(
            faults(
                """
                {"name": "n", "stages": {}, "breakdownFrom": "stage:2",
                 "exclude": [{"anyOf": [{}], "before": 2}]}
                """))
        .containsExactly("stages must be a list");
  }

  @ParameterizedTest
  @CsvSource({"0", "-0.1", "1.001", "1e400", "100000000000000000000"})
  void a_target_is_a_share(String target) {
    assertThat(faults(CHECKOUT.replace("0.25", target)))
        .containsExactly("stages[3].target must be above 0 to 1");
  }

  @ParameterizedTest
  @CsvSource({"implied, true", "strictScope, '\"funnel\"'", "within, '\"PT1H\"'", "optional, true"})
  void fields_that_an_order_gives_no_meaning_are_refused(String field, String value) {
    var unordered = CHECKOUT.replace("\"ordered\"", "\"unordered\"");
    boolean ofStage = field.equals("within") || field.equals("optional");
    var text =
        ofStage
            ? unordered
            : unordered.replace("\"hold\"", "\"" + field + "\": " + value + ", \"hold\"");

    assertThat(faults(text))
        .anyMatch(fault -> fault.contains(field + " has a") || fault.contains(field + " has no"));
  }

  @Test
  void what_is_no_object_is_refused() {
    assertThat(faults("[]")).containsExactly("definition must be an object");
    assertThat(faults("null")).containsExactly("definition must be an object");
  }

  @Test
  void null_is_no_way_to_leave_out_a_field() {
    assertThat(faultsWith("\"window\": null")).hasSize(1);
    assertThat(
            faults(
                "{\"name\": \"n\", \"stages\": [{\"name\": \"a\", \"anyOf\": [{\"event\": null}]}]}"))
        .containsExactly("stages[0].anyOf[0].event must be text");
  }

  @Test
  void sessions_and_traits_can_be_asked_for_by_the_names_there_are() {
    var definition =
        read(
            """
            {"name": "n", "stages": [
              {"name": "a", "anyOf": [{"where": [
                {"property": "session.channel", "op": "eq", "value": "Email"},
                {"property": "person.plan", "op": "ne", "value": "free"}]}]}],
             "hold": ["session.number"], "breakdowns": ["session.utm_source", "person.plan"]}
            """);

    assertThat(DefinitionJson.read(DefinitionJson.write(definition))).isEqualTo(definition);
    assertThat(
            faults(
                """
                {"name": "n", "stages": [
                  {"name": "a", "anyOf": [{"where": [
                    {"property": "session.chanel", "op": "exists"}]}]}]}
                """))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "stages[0].anyOf[0].where[0] 'session.chanel' is no property of a session; it has");
  }
}

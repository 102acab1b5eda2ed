package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.Violation;
import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.model.detection.Sensitivity;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertRuleJsonTest {

  private static final FunnelDefinition CHECKOUT =
      FunnelDefinition.of(
              "Checkout",
              List.of(
                  Stage.named("Viewed", "Product Viewed"),
                  Stage.named("Carted", "Product Added"),
                  Stage.named("Bought", "Order Completed")))
          .breakdowns(List.of("device"))
          .build();

  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
  private static final String OTHER_SECRET = "whsec_YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAx";

  private static AlertRule read(String json, Receiver... receivers) {
    return AlertRuleJson.read(
        "r1",
        json(json),
        new AlertRuleJson.Known(
            id -> id.equals("checkout") ? Optional.of(CHECKOUT) : Optional.empty(),
            List.of(receivers),
            () -> SECRET));
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_rule_is_read_as_it_was_meant() {
    var rule =
        read(
            """
            {"funnel": "checkout", "stages": [2], "breakdowns": ["device"],
             "kinds": ["stage_drop", "traffic_stop"], "minDrop": 0.2, "falseAlarmsPerYear": 4,
             "deliver": [{"type": "webhook", "url": "https://example.com/hook", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"},
                         {"type": "slack", "url": "https://hooks.example.com/T0/s3cret"},
                         {"type": "pagerduty", "routingKey": "0123456789abcdef0123456789abcdef"},
                         {"type": "alertmanager", "url": "http://127.0.0.1:9093"},
                         {"type": "email", "address": "ann@example.com"}],
             "enabled": false}
            """);

    assertThat(rule)
        .isEqualTo(
            new AlertRule(
                "r1",
                "checkout",
                List.of(2),
                List.of("device"),
                Set.of(Kind.STAGE_DROP, Kind.TRAFFIC_STOP),
                new Sensitivity(0.2, 4),
                List.of(
                    new AlertRule.Webhook("https://example.com/hook", SECRET, null),
                    new AlertRule.Slack("https://hooks.example.com/T0/s3cret"),
                    new AlertRule.PagerDuty("0123456789abcdef0123456789abcdef"),
                    new AlertRule.Alertmanager("http://127.0.0.1:9093"),
                    new AlertRule.Email("ann@example.com")),
                false));
  }

  @Test
  void what_is_left_out_is_that_of_the_default() {
    var standard = AlertRule.standard("checkout", CHECKOUT);
    var rule = read("{\"funnel\": \"checkout\", \"stages\": \"all\"}");
    assertThat(rule.kinds()).isEqualTo(standard.kinds());
    assertThat(rule.sensitivity()).isEqualTo(standard.sensitivity());
    assertThat(rule.stages()).isEmpty();
    assertThat(rule.isEnabled()).isTrue();
    assertThat(standard.breakdowns()).containsExactly("device");
  }

  @Test
  void secrets_are_never_written() {
    var written =
        AlertRuleJson.write(
                read(
                    """
                    {"funnel": "checkout",
                     "deliver": [
                       {"type": "webhook", "url": "https://example.com/hook", "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"},
                       {"type": "slack", "url": "https://hooks.example.com/T0/s3cret"},
                       {"type": "pagerduty", "routingKey": "0123456789abcdef0123456789abcdef"}]}
                    """))
            .toString();

    assertThat(written)
        .contains("\"url\":\"https://example.com/hook\"", "\"type\":\"slack\"", "\"pagerduty\"")
        .doesNotContain("s3cret", "0123456789abcdef", "whsec");
  }

  @Test
  void what_is_kept_is_read_as_it_was() {
    var rule =
        read(
            """
            {"funnel": "checkout", "stages": [1], "minDrop": 0.3,
             "deliver": [{"type": "webhook", "url": "https://example.com/hook"},
                         {"type": "slack", "url": "https://hooks.example.com/T0/s3cret"},
                         {"type": "pagerduty", "routingKey": "0123456789abcdef0123456789abcdef"},
                         {"type": "alertmanager", "url": "http://127.0.0.1:9093"},
                         {"type": "email", "address": "ann@example.com"}]}
            """);

    assertThat(AlertRuleJson.readWhole("r1", AlertRuleJson.writeWhole(rule))).isEqualTo(rule);
  }

  @Test
  void a_receiver_stays_as_it_is_where_it_is_named_by_its_id() {
    var hook = new AlertRule.Webhook("https://example.com/hook", SECRET, null);
    var slack = new AlertRule.Slack("https://hooks.example.com/T0/s3cret");
    var kept =
        read(
            "{\"funnel\": \"checkout\", \"deliver\": [{\"id\": \"%s\", \"secret\": \"%s\"}, {\"id\": \"%s\"}]}"
                .formatted(
                    AlertRuleJson.receiverId(hook), OTHER_SECRET, AlertRuleJson.receiverId(slack)),
            hook,
            slack);

    assertThat(kept.receivers())
        .containsExactly(
            new AlertRule.Webhook("https://example.com/hook", OTHER_SECRET, SECRET), slack);
    assertThatThrownBy(() -> read("{\"funnel\": \"checkout\", \"deliver\": [{\"id\": \"x\"}]}"))
        .hasMessage("deliver[0].id is the id of no receiver that the rule has");
  }

  @Test
  void every_fault_is_named() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"funnel": "checkout", "stages": [3, "x"], "breakdowns": ["browser"],
                     "kinds": ["drop"], "minDrop": 2, "falseAlarmsPerYear": "few", "colour": 1,
                     "deliver": [{"type": "pigeon"}, {"type": "slack", "url": "ftp://x"},
                                 {"type": "pagerduty", "routingKey": "short"},
                                 {"type": "webhook", "secret": "short"}, {"type": "email", "address": "ann"}]}
                    """))
        .isInstanceOfSatisfying(
            InvalidDefinition.class,
            invalid ->
                assertThat(invalid.violations())
                    .extracting(Violation::path)
                    .containsExactlyInAnyOrder(
                        "colour",
                        "stages[1]",
                        "kinds[0]",
                        "falseAlarmsPerYear",
                        "minDrop",
                        "deliver[0].type",
                        "deliver[1].url",
                        "deliver[2].routingKey",
                        "deliver[3].url",
                        "deliver[3].secret",
                        "deliver[4].address",
                        "stages[0]",
                        "breakdowns[0]"));
    assertThatThrownBy(() -> read("{\"funnel\": \"nowhere\"}"))
        .hasMessage("funnel is the id of no funnel");
    assertThatThrownBy(() -> read("[]")).hasMessage("rule must be an object");
  }

  @Test
  void a_rule_has_a_bounded_number_of_receivers() {
    var one = "{\"type\": \"email\", \"address\": \"ann@example.com\"}";
    var most = String.join(",", Collections.nCopies(AlertRuleJson.MOST_RECEIVERS, one));

    assertThat(read("{\"funnel\": \"checkout\", \"deliver\": [" + most + "]}").receivers())
        .hasSize(20);
    assertThatThrownBy(() -> read("{\"funnel\": \"x\", \"deliver\": [" + most + "," + one + "]}"))
        .isInstanceOfSatisfying(
            InvalidDefinition.class,
            invalid ->
                assertThat(invalid.violations())
                    .contains(new Violation("deliver", "must have at most 20 receivers"))
                    .hasSize(2));
  }
}

package io.voronka.wire.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.Cause;
import io.voronka.model.detection.Alert.Drop;
import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Learned;
import io.voronka.model.detection.Alert.Lost;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.Score;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.Alert.Window;
import io.voronka.model.detection.BreakdownValue;
import io.voronka.model.detection.View;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertBodiesTest {

  private static final Instant ORIGIN = Instant.parse("2026-03-02T00:00:00Z");
  private static final long ONSET = 3 * 1440 + 13 * 60 + 8;
  private static final BreakdownValue SAFARI = new BreakdownValue("browser", "Safari");
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

  private static Alert alert(Kind kind, State state, double drop, Scope scope, Window window) {
    boolean isOver = state == State.RESOLVED || state == State.REBASELINED;
    var causes =
        scope == Scope.SEGMENT ? List.of(new Cause(SAFARI, drop, 1, 0.01, 19)) : List.<Cause>of();
    return new Alert(
        "a81f00",
        kind,
        state,
        kind == Kind.SEGMENT_DROP ? SAFARI : null,
        ONSET,
        ONSET + 60,
        ONSET + (isOver ? 200 : 60),
        isOver ? ONSET + 200 : null,
        window,
        new Drop(drop, drop - 0.1, drop + 0.05),
        0.29,
        new Lost(27, 27),
        new Score(18.7, 13.7, 0.007),
        scope,
        causes,
        new Learned(8, -0.02, 0.05));
  }

  private static AlertNotice notice(Alert alert) {
    return new AlertNotice(
        alert,
        new AlertNotice.Subject("shop", "checkout", "A & B", 3, 2, "Carted", "Bought"),
        ORIGIN,
        "https://voronka.example.com/#alert=a81f00");
  }

  private static AlertNotice broken(State state) {
    var window = new Window(View.CALENDAR, 60, 101, 28.6, 2);
    return notice(alert(Kind.SEGMENT_DROP, state, 0.93, Scope.SEGMENT, window));
  }

  private static JsonNode json(byte[] body) {
    return Json.read(body);
  }

  @Test
  void the_sentence_says_since_when_who_and_how_many() {
    assertThat(AlertText.of(broken(State.FIRING)))
        .isEqualTo(
            "Since 5 Mar 13:08 UTC hardly anybody with browser Safari goes from Carted to Bought:"
                + " 2 instead of about 29 in 60 minutes. All others are fine.");
  }

  @Test
  void the_sentence_of_a_broad_drop_names_nobody() {
    var window = new Window(View.COHORT, 300, 1000, 290, 190);
    var alert = alert(Kind.STAGE_DROP, State.FIRING, 0.34, Scope.BROAD, window);
    assertThat(AlertText.of(notice(alert)))
        .isEqualTo(
            "Since 5 Mar 13:08 UTC fewer people go from Carted to Bought: 190 instead of about 290"
                + " in 5 hours. No single group explains it.");
  }

  @Test
  void the_sentence_of_a_stop_speaks_of_people_who_come() {
    var window = new Window(View.CALENDAR, 12, 0, 31, 0);
    var alert = alert(Kind.TRAFFIC_STOP, State.FIRING, 1, Scope.BROAD, window);
    assertThat(AlertText.of(notice(alert)))
        .isEqualTo("Since 5 Mar 13:08 UTC nobody reaches Carted; about 31 people were expected.");
  }

  @Test
  void the_sentence_at_the_end_says_what_is_missing() {
    assertThat(AlertText.of(broken(State.RESOLVED)))
        .isEqualTo(
            "Over since 5 Mar 16:28 UTC: people with browser Safari go from Carted to Bought as"
                + " expected again. It began about 5 Mar 13:08 UTC; some 27 are missing.");
    assertThat(AlertText.of(broken(State.REBASELINED)))
        .isEqualTo(
            "From 5 Mar 16:28 UTC on it is taken for normal how people with browser Safari go from"
                + " Carted to Bought.");
  }

  @Test
  void a_webhook_has_type_time_and_the_alert() {
    var body = json(AlertBodies.webhook(broken(State.FIRING)));

    assertThat(body.path("type").asText()).isEqualTo("alert.firing");
    assertThat(body.path("timestamp").asText()).isEqualTo("2026-03-05T14:08:00Z");
    var data = body.path("data");
    assertThat(data.path("id").asText()).isEqualTo("a81f00");
    assertThat(data.path("kind").asText()).isEqualTo("segment_drop");
    assertThat(data.path("segment").toString()).isEqualTo("{\"browser\":\"Safari\"}");
    assertThat(data.path("onset").asText()).isEqualTo("2026-03-05T13:08:00Z");
    assertThat(data.path("resolvedAt").isNull()).isTrue();
    assertThat(data.path("expectedAdvanced").asDouble()).isEqualTo(28.6);
    assertThat(data.path("rootCause").get(0).path("dropInTheRest").asDouble()).isEqualTo(0.01);
    assertThat(data.path("nextStage").asText()).isEqualTo("Bought");
    assertThat(json(AlertBodies.webhook(broken(State.RESOLVED))).path("type").asText())
        .isEqualTo("alert.resolved");
  }

  @Test
  void slack_gets_text_in_which_nothing_is_taken_for_a_tag() {
    var body = json(AlertBodies.slack(broken(State.FIRING)));

    var text = body.path("blocks").get(0).path("text").path("text").asText();
    assertThat(text)
        .startsWith("*A &amp; B: Carted loses people*\nSince 5 Mar 13:08 UTC hardly anybody")
        .endsWith("\n<https://voronka.example.com/#alert=a81f00|Open the alert>");
    assertThat(body.path("text").asText()).startsWith("Since 5 Mar");
  }

  @Test
  void pagerduty_is_triggered_and_resolved_by_the_same_key() {
    var key = "0123456789abcdef0123456789abcdef";
    var trigger = json(AlertBodies.pagerDuty(broken(State.FIRING), key));
    assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
    assertThat(trigger.path("dedup_key").asText()).isEqualTo("a81f00");
    assertThat(trigger.path("payload").path("severity").asText()).isEqualTo("warning");
    assertThat(trigger.path("payload").path("summary").asText()).startsWith("Since 5 Mar");
    assertThat(trigger.path("payload").path("timestamp").asText())
        .isEqualTo("2026-03-05T14:08:00Z");

    assertThat(
            new String(AlertBodies.pagerDuty(broken(State.RESOLVED), key), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"routing_key\":\""
                + key
                + "\",\"event_action\":\"resolve\",\"dedup_key\":\"a81f00\"}");
  }

  @Test
  void alertmanager_gets_labels_that_stay_and_an_end_that_moves() {
    var now = ORIGIN.plus(Duration.ofDays(4));
    var firing =
        json(AlertBodies.alertmanager(broken(State.FIRING), now, Duration.ofSeconds(30))).get(0);
    var over =
        json(AlertBodies.alertmanager(broken(State.RESOLVED), now, Duration.ofSeconds(30))).get(0);

    assertThat(firing.path("labels")).isEqualTo(over.path("labels"));
    assertThat(firing.path("labels").toString())
        .isEqualTo(
            "{\"alertname\":\"VoronkaStage\",\"project\":\"shop\",\"funnel\":\"checkout\","
                + "\"stage\":\"Carted\",\"kind\":\"segment_drop\",\"segment\":\"browser=Safari\","
                + "\"alert_id\":\"a81f00\",\"severity\":\"warning\"}");
    assertThat(firing.path("startsAt").asText()).isEqualTo("2026-03-05T13:08:00Z");
    assertThat(firing.path("endsAt").asText()).isEqualTo("2026-03-06T00:02:00Z");
    assertThat(over.path("endsAt").asText()).isEqualTo("2026-03-05T16:28:00Z");
  }

  @Test
  void the_signature_is_that_of_the_standard() {
    var body =
        "{\"type\":\"alert.firing\",\"timestamp\":\"2025-11-22T08:26:40Z\",\"data\":{\"alert_id\":"
            + "\"al_01\",\"rule\":\"signup conversion drop\",\"funnel\":\"signup\",\"step\":"
            + "\"signup_completed\",\"value\":0.18,\"baseline\":0.31,\"window\":\"PT15M\","
            + "\"severity\":\"warning\",\"dedup_key\":\"acme/signup/conversion-drop\"}}";
    var headers =
        WebhookSignature.headers(
            "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
            1_763_800_001,
            body.getBytes(StandardCharsets.UTF_8),
            List.of(SECRET));

    assertThat(headers)
        .containsEntry("webhook-id", "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W")
        .containsEntry("webhook-timestamp", "1763800001")
        .containsEntry("webhook-signature", "v1,jIWe5wdzc9WK1IeEwZlxWcabCscks8Dge8eeswy33KQ=");
  }

  @Test
  void while_a_secret_takes_over_both_sign() {
    var other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    var headers = WebhookSignature.headers("msg_1", 1, new byte[0], List.of(other, SECRET));
    assertThat(headers.get("webhook-signature")).matches("v1,\\S{44} v1,\\S{44}");
  }

  @Test
  void what_is_no_secret_is_refused_without_being_told() {
    for (var wrong : List.of("hidden", "whsec_hidden!", "whsec_c2hvcnQ=")) {
      assertThatThrownBy(() -> WebhookSignature.headers("msg_1", 1, new byte[0], List.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("hidden");
    }
    assertThatThrownBy(() -> WebhookSignature.headers("a.b", 1, new byte[0], List.of(SECRET)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

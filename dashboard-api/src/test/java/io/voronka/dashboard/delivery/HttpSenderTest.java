package io.voronka.dashboard.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.wire.Json;
import io.voronka.wire.alert.AlertNotice;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-02T12:00:00Z"));
  private static final AlertNotice NOTICE =
      TestAlerts.notice(TestAlerts.record("a1", State.FIRING, 130, 0.9, Scope.BROAD));

  private final TestReceiver receiver = new TestReceiver();
  private final HttpSender sender = sender(true, Duration.ofSeconds(30));

  private HttpSender sender(boolean allowsPrivate, Duration most) {
    return new HttpSender(
        new SafeAddresses(allowsPrivate, InetAddress::getAllByName),
        most,
        URI.create(receiver.url("/pagerduty")),
        CLOCK);
  }

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  private Sending send(Receiver to) {
    return sender.send(to, NOTICE, "d1");
  }

  private AlertRule.Webhook webhook() {
    return new AlertRule.Webhook(receiver.url("/hook"), TestReceiver.SECRET, null);
  }

  @Test
  void a_webhook_is_signed() {
    assertThat(send(webhook())).isEqualTo(new Sending.Done());

    var taken = receiver.taken().get(0);
    assertThat(taken.id()).isEqualTo("msg_d1");
    assertThat(taken.isSigned()).isTrue();
    var body = Json.read(taken.body().getBytes(StandardCharsets.UTF_8));
    assertThat(body.path("type").asText()).isEqualTo("alert.firing");
    assertThat(body.at("/data/id").asText()).isEqualTo("a1");
  }

  @Test
  void others_take_it_in_their_own_form() {
    assertThat(send(new AlertRule.Slack(receiver.url("/slack")))).isEqualTo(new Sending.Done());
    assertThat(send(new AlertRule.PagerDuty("0123456789abcdef0123456789abcdef")))
        .isEqualTo(new Sending.Done());
    assertThat(send(new AlertRule.Alertmanager(receiver.url("/am/"))))
        .isEqualTo(new Sending.Done());
    assertThat(receiver.taken())
        .extracting(TestReceiver.Taken::path)
        .containsExactly("/slack", "/pagerduty", "/am/api/v2/alerts");
    assertThat(receiver.taken().get(1).body()).contains("\"event_action\":\"trigger\"");
  }

  @Test
  void what_is_no_success_is_tried_again_after_as_long_as_was_asked_for() {
    receiver.answers(500, 302, 429, 404);
    for (var status : new int[] {500, 302, 429, 404}) {
      assertThat(send(webhook()))
          .isEqualTo(new Sending.Failed("the answer was " + status, Duration.ofSeconds(7)));
    }
    assertThat(receiver.taken()).isEmpty(); // the redirect was not followed
  }

  @Test
  void a_receiver_that_hangs_is_left() {
    receiver.answers(TestReceiver.HANGS);
    try (var hasty = sender(true, Duration.ofMillis(500))) {
      assertThat(hasty.send(webhook(), NOTICE, "d1")).isInstanceOf(Sending.Failed.class);
    }
  }

  @Test
  void an_answer_is_not_read_to_its_end() {
    receiver.answers(TestReceiver.NEVER_ENDS);
    assertThat(send(webhook())).isEqualTo(new Sending.Done());
  }

  @Test
  void what_will_never_work_is_refused() {
    receiver.answers(410, 403, 500);
    assertThat(send(webhook())).isEqualTo(new Sending.Refused("the answer was 410", true));
    var slack = new AlertRule.Slack(receiver.url("/slack"));
    assertThat(send(slack)).isEqualTo(new Sending.Refused("the answer was 403", false));
    assertThat(send(slack)).isInstanceOf(Sending.Failed.class);
  }

  @Test
  void private_addresses_are_refused_unless_they_are_allowed() {
    try (var strict = sender(false, Duration.ofSeconds(30))) {
      var sending = strict.send(webhook(), NOTICE, "d1");
      assertThat(sending).isInstanceOf(Sending.Refused.class);
      assertThat(((Sending.Refused) sending).why()).contains("private network");
      var byName = new AlertRule.Webhook("http://localhost:1/hook", TestReceiver.SECRET, null);
      assertThat(strict.send(byName, NOTICE, "d1")).isInstanceOf(Sending.Refused.class);
    }
    assertThat(receiver.taken()).isEmpty();
  }

  @Test
  void what_can_not_be_reached_is_tried_again_and_tells_no_secret() {
    var nobody = new AlertRule.Slack("http://127.0.0.1:1/T0/s3cret");
    assertThat(send(nobody)).isInstanceOf(Sending.Failed.class);
    assertThat(send(nobody).toString()).doesNotContain("s3cret");
  }
}

package io.voronka.dashboard.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.wire.alert.AlertNotice;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receivers that fail for a while get every alert in the end, once by its id. */
class RoundsTest {

  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private final TestReceiver receiver = new TestReceiver();
  private final List<AlertRule> rules = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<String, Delivery> kept = new HashMap<>();
  private Outbox outbox = new Outbox(0, "me");
  private Rounds rounds = rounds();
  private long nowMillis = NOW.toEpochMilli();

  private Rounds rounds() {
    return rounds(
        new HttpSender(
            new SafeAddresses(true, InetAddress::getAllByName),
            Duration.ofSeconds(3), // well above what a loaded machine takes to answer
            URI.create(receiver.url("/pagerduty")),
            InstantSource.fixed(NOW)));
  }

  private Rounds rounds(Sender sender) {
    var wishes =
        new Wishes() {
          @Override
          public List<AlertRule> rules(String project, String funnel) {
            return rules;
          }

          @Override
          public boolean isKnown(String project, String alert) {
            return false;
          }
        };
    return new Rounds(
        wishes,
        TestAlerts::notice,
        sender,
        null,
        new RetryPlan(new Random(1)),
        new DeliveryMetrics(registry));
  }

  @AfterEach
  void close() {
    rounds.close();
    receiver.close();
  }

  private AlertRule.Webhook webhook() {
    return new AlertRule.Webhook(receiver.url("/hook"), TestReceiver.SECRET, null);
  }

  private void tells(int alerts) {
    for (int i = 0; i < alerts; i++) {
      for (var state : List.of(State.FIRING, State.RESOLVED)) {
        long minute = state == State.FIRING ? 130 : 160;
        var record = TestAlerts.record("a" + i, state, minute + i, 0.9, Scope.BROAD);
        outbox.decide(record, rules, false, nowMillis).forEach(one -> kept.put(one.id(), one));
      }
    }
  }

  private boolean isPending() {
    return kept.values().stream().anyMatch(one -> one.state() == Delivery.State.PENDING);
  }

  /** Lets the clock of retries go on until nothing is pending. */
  private void delivers() throws InterruptedException {
    for (int i = 0; i < 3000 && isPending(); i++) {
      rounds.round(
          List.of(outbox), nowMillis, (box, delivery) -> kept.put(delivery.id(), delivery));
      if (rounds.isBusy()) {
        TimeUnit.MILLISECONDS.sleep(5); // an attempt takes as long as it takes
      } else {
        nowMillis += Duration.ofMinutes(10).toMillis();
      }
    }
    assertThat(isPending()).isFalse();
  }

  @Test
  void every_alert_arrives_once_by_its_id_and_signed() throws InterruptedException {
    rules.add(TestAlerts.rule(webhook()));
    tells(10);
    receiver.answers(
        500, TestReceiver.HANGS, 503, 500, TestReceiver.HANGS, 302, 404, 500, 429, 500, 500);

    delivers();

    var taken = receiver.taken();
    assertThat(taken).hasSize(20).allMatch(TestReceiver.Taken::isSigned);
    assertThat(taken.stream().map(TestReceiver.Taken::id).distinct()).hasSize(20);
    for (int i = 0; i < 10; i++) {
      var id = "\"id\":\"a" + i + "\"";
      assertThat(taken.stream().filter(one -> one.body().contains(id)).map(RoundsTest::type))
          .containsExactly("alert.firing", "alert.resolved");
    }
    assertThat(
            registry
                .get("voronka.alerts.deliveries")
                .tags("type", "webhook", "outcome", "failed")
                .counter()
                .count())
        .isEqualTo(11);
  }

  private static String type(TestReceiver.Taken taken) {
    return taken.body().contains("alert.firing") ? "alert.firing" : "alert.resolved";
  }

  /** Hangs with one receiver until it may go on. */
  private record Hanging(CountDownLatch mayGoOn) implements Sender {

    @Override
    public Sending send(Receiver to, AlertNotice notice, String id) {
      if (((AlertRule.Webhook) to).url().endsWith("/hangs")) {
        try {
          mayGoOn.await();
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }
      return new Sending.Done();
    }

    @Override
    public void close() {}
  }

  @Test
  void a_receiver_that_hangs_holds_up_no_other() throws InterruptedException {
    var hanging = new AlertRule.Webhook(receiver.url("/hangs"), TestReceiver.SECRET, null);
    rules.add(TestAlerts.rule(hanging, webhook()));
    tells(20);
    var mayGoOn = new CountDownLatch(1);
    try (var slow = rounds(new Hanging(mayGoOn))) {
      for (int i = 0; i < 3000 && sent() < 40; i++) {
        slow.round(
            List.of(outbox), nowMillis, (box, delivery) -> kept.put(delivery.id(), delivery));
        TimeUnit.MILLISECONDS.sleep(1); // an attempt takes as long as it takes
      }
      assertThat(sent()).isEqualTo(40);
      mayGoOn.countDown();
    }
  }

  private long sent() {
    return kept.values().stream().filter(one -> one.state() == Delivery.State.SENT).count();
  }

  @Test
  void another_instance_goes_on_where_one_was_killed() throws InterruptedException {
    rules.add(TestAlerts.rule(webhook()));
    tells(5);
    receiver.answers(500, 500, 500, 500, 500);
    for (int i = 0; i < 20; i++) {
      rounds.round(
          List.of(outbox), nowMillis, (box, delivery) -> kept.put(delivery.id(), delivery));
      TimeUnit.MILLISECONDS.sleep(2);
    }
    rounds.close();
    outbox = new Outbox(0, "other");
    kept.values().forEach(delivery -> outbox.put(Delivery.decode(delivery.encode())));
    rounds = rounds();

    delivers();

    var ids = new HashSet<String>();
    receiver.taken().forEach(one -> ids.add(one.id()));
    assertThat(ids).hasSize(10);
  }

  @Test
  void a_receiver_that_never_answers_is_given_up_and_can_be_tried_again()
      throws InterruptedException {
    rules.add(TestAlerts.rule(webhook()));
    tells(1);
    var failures = new Integer[20];
    Arrays.fill(failures, 500);
    receiver.answers(failures);

    delivers();
    assertThat(kept.values())
        .hasSize(2)
        .allMatch(one -> one.state() == Delivery.State.DEAD && one.attempts() == 10)
        .allMatch(one -> "the answer was 500".equals(one.problem()));
    assertThat(receiver.taken()).isEmpty();

    for (var dead : List.copyOf(kept.values())) {
      var again = dead.again(nowMillis, "api");
      kept.put(again.id(), again);
      outbox.put(again);
    }
    delivers();
    assertThat(receiver.taken()).hasSize(2);
  }

  @Test
  void an_alertmanager_is_told_again_while_an_alert_fires() throws InterruptedException {
    rules.add(TestAlerts.rule(new AlertRule.Alertmanager(receiver.url(""))));
    var record = TestAlerts.record("a1", State.FIRING, 130, 0.9, Scope.BROAD);
    outbox.decide(record, rules, false, nowMillis).forEach(one -> kept.put(one.id(), one));
    delivers();
    for (long deadline = System.nanoTime() + 10_000_000_000L;
        receiver.taken().size() < 3 && System.nanoTime() < deadline; ) {
      nowMillis += HttpSender.ALERTMANAGER_EVERY.toMillis();
      rounds.round(List.of(outbox), nowMillis, (box, delivery) -> {});
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(receiver.taken())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(one -> one.path().equals("/api/v2/alerts"));
  }

  @Test
  void whom_the_rule_has_no_more_is_not_told() throws InterruptedException {
    rules.add(TestAlerts.rule(webhook()));
    tells(1);
    rules.clear();
    delivers();
    assertThat(kept.values()).allMatch(one -> one.state() == Delivery.State.DEAD);
    assertThat(receiver.taken()).isEmpty();
  }
}

package io.voronka.dashboard.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.Sensitivity;
import io.voronka.wire.AlertRecord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is news to whom. */
class OutboxTest {

  private static final AlertRule.Slack SLACK = new AlertRule.Slack("https://example.com/s");
  private static final AlertRule.Email MAIL = new AlertRule.Email("ann@example.com");

  private final Outbox outbox = new Outbox(0, "me");

  private List<Delivery> tells(AlertRecord record) {
    return outbox.decide(record, List.of(TestAlerts.rule(SLACK)), false, 1000);
  }

  private static AlertRecord firing(long minute, double drop, Scope scope) {
    return TestAlerts.record("a1", State.FIRING, minute, drop, scope);
  }

  private static AlertRecord over(long minute) {
    return TestAlerts.record("a1", State.RESOLVED, minute, 0.9, Scope.BROAD);
  }

  @Test
  void news_is_the_beginning_what_changes_much_and_the_end() {
    assertThat(tells(firing(130, 0.9, Scope.UNKNOWN))).hasSize(1);
    assertThat(tells(firing(135, 0.8, Scope.UNKNOWN))).isEmpty();
    assertThat(tells(firing(140, 0.8, Scope.BROAD))).hasSize(1);
    assertThat(tells(firing(145, 0.55, Scope.BROAD))).hasSize(1);
    assertThat(tells(over(150))).hasSize(1);
    assertThat(tells(over(150))).isEmpty();
  }

  @Test
  void a_scope_that_changes_all_the_time_is_told_once_an_hour() {
    assertThat(tells(firing(130, 0.9, Scope.BROAD))).hasSize(1);
    var scopes = List.of(Scope.SEGMENT, Scope.UNKNOWN, Scope.BROAD);
    for (int minute = 131; minute < 190; minute++) {
      var scope = scopes.get(minute % scopes.size());
      assertThat(tells(firing(minute, 0.9, scope))).as("minute %s", minute).isEmpty();
    }
    assertThat(tells(firing(190, 0.9, Scope.UNKNOWN))).isEmpty();
    assertThat(tells(firing(191, 0.9, Scope.SEGMENT))).hasSize(1);
    assertThat(tells(firing(192, 0.9, Scope.BROAD))).isEmpty();
  }

  @Test
  void the_same_record_again_is_no_news() {
    var record = firing(130, 0.9, Scope.BROAD);
    assertThat(tells(record)).hasSize(1);
    assertThat(tells(record)).isEmpty();
    assertThat(tells(TestAlerts.record("a1", State.SUPPRESSED, 131, 0.2, Scope.SEGMENT))).isEmpty();
    assertThat(tells(firing(132, 0.9, Scope.BROAD))).isEmpty(); // nobody was told of the pause
  }

  @Test
  void who_was_not_told_of_the_beginning_is_not_told_of_the_end() {
    assertThat(tells(TestAlerts.record("a1", State.SUPPRESSED, 130, 0.9, Scope.BROAD))).isEmpty();
    assertThat(tells(over(150))).isEmpty();
  }

  @Test
  void of_a_known_alert_only_the_end_is_news() {
    var rules = List.of(TestAlerts.rule(SLACK));
    assertThat(outbox.decide(firing(130, 0.9, Scope.BROAD), rules, false, 0)).hasSize(1);
    assertThat(outbox.decide(firing(140, 0.5, Scope.SEGMENT), rules, true, 0)).isEmpty();
    assertThat(outbox.decide(over(150), rules, true, 0)).hasSize(1);
  }

  @Test
  void two_rules_tell_a_receiver_once() {
    var rules = List.of(TestAlerts.rule(SLACK), TestAlerts.rule(MAIL, SLACK));
    assertThat(outbox.decide(firing(130, 0.9, Scope.BROAD), rules, false, 0))
        .extracting(Delivery::type)
        .containsExactly("slack", "email");
  }

  @Test
  void a_rule_tells_what_it_asks_for() {
    var rule = TestAlerts.rule(new Sensitivity(0.3, 0.1), SLACK);
    assertThat(Outbox.matches(rule, firing(130, 0.9, Scope.BROAD))).isTrue();
    assertThat(Outbox.matches(rule, firing(130, 0.2, Scope.BROAD))).isFalse();
    var unsure = TestAlerts.record("a1", State.FIRING, 130, 0.9, Scope.BROAD, Kind.STAGE_DROP, 0.2);
    assertThat(Outbox.matches(rule, unsure)).isFalse();
    var traffic =
        TestAlerts.record("a1", State.FIRING, 130, 0.1, Scope.BROAD, Kind.TRAFFIC_STOP, 0.2);
    assertThat(Outbox.matches(rule, traffic)).isTrue();
    var segment =
        TestAlerts.record("a1", State.FIRING, 130, 0.9, Scope.SEGMENT, Kind.SEGMENT_DROP, 0.01);
    assertThat(Outbox.matches(rule, segment)).isTrue();
    var others =
        new AlertRule(
            "r2",
            "checkout",
            List.of(1),
            List.of(),
            Set.of(Kind.values()),
            Sensitivity.DEFAULT,
            List.of(),
            true);
    assertThat(Outbox.matches(others, segment)).isFalse();
  }

  @Test
  void an_end_does_not_overtake_a_beginning() {
    var beginning = tells(firing(130, 0.9, Scope.BROAD)).get(0);
    var end = tells(over(150)).get(0);
    assertThat(outbox.due(2000, Set.of())).containsExactly(beginning);
    outbox.put(beginning.failed("the answer was 500", 5000));
    assertThat(outbox.due(2000, Set.of())).isEmpty();
    outbox.put(beginning.sent(6000));
    assertThat(outbox.due(6000, Set.of())).containsExactly(end);
    assertThat(outbox.due(6000, Set.of(end.id()))).isEmpty();
  }

  @Test
  void a_receiver_that_is_gone_is_told_nothing_until_a_trial_arrives() {
    var first = tells(firing(130, 0.9, Scope.BROAD)).get(0);
    outbox.put(first.dead("the answer was 410", true, 1, 2000));
    var second = tells(TestAlerts.record("a2", State.FIRING, 140, 0.9, Scope.BROAD)).get(0);
    assertThat(second.state()).isEqualTo(Delivery.State.DEAD);

    outbox.put(first.asTest("t1").sent(3000));
    var third = tells(TestAlerts.record("a3", State.FIRING, 150, 0.9, Scope.BROAD)).get(0);
    assertThat(third.state()).isEqualTo(Delivery.State.PENDING);
  }

  @Test
  void what_is_kept_is_read_as_it_was() {
    var delivery = tells(firing(130, 0.9, Scope.BROAD)).get(0);
    assertThat(Delivery.decode(delivery.encode())).isEqualTo(delivery);
    assertThat(delivery.id()).doesNotContain(".");
  }
}

package io.voronka.dashboard.delivery;

import io.voronka.model.detection.Alert;
import io.voronka.model.detection.AlertRule;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.AlertRuleJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be delivered of some alerts, and what was. Decides what is news to whom. Mutable, not
 * thread-safe.
 */
final class Outbox {

  private static final double TOLD_CHANGE = 0.2;
  private static final long SCOPE_MINUTES = 60;
  private static final String GONE =
      "the receiver said that it is gone; a trial that arrives switches it on again";

  private final Map<String, Delivery> all = new LinkedHashMap<>();
  private final Map<String, Delivery> last = new LinkedHashMap<>(); // by thread
  private final Map<String, Delivery> ended = new LinkedHashMap<>(); // the latest by receiver
  private final int partition;
  private final String writer;

  /**
   * Makes an empty one.
   *
   * @param partition of the alerts that it is about
   * @param writer the name of this instance
   */
  Outbox(int partition, String writer) {
    this.partition = partition;
    this.writer = writer;
  }

  int partition() {
    return partition;
  }

  /** Takes a delivery as it stands. */
  void put(Delivery delivery) {
    all.put(delivery.id(), delivery);
    if (!delivery.isTest()) {
      last.merge(delivery.thread(), delivery, (old, young) -> isLater(young, old) ? young : old);
    }
    if (delivery.state() != Delivery.State.PENDING) {
      ended.merge(
          delivery.receiver(),
          delivery,
          (old, young) -> young.endedMillis() >= old.endedMillis() ? young : old);
    }
  }

  private static boolean isLater(Delivery one, Delivery other) {
    return one.alert().alert().updatedAt() >= other.alert().alert().updatedAt();
  }

  /**
   * Decides who is to be told of an alert as it stands, and takes it.
   *
   * @param rules of the alert's funnel that are in force
   * @param isKnown whether somebody said that it is known: then only its end is news
   * @return what was decided, to be kept
   */
  List<Delivery> decide(
      AlertRecord record, List<AlertRule> rules, boolean isKnown, long nowMillis) {
    var decided = new ArrayList<Delivery>();
    for (var rule : rules) {
      for (var receiver : rule.receivers()) {
        var id = AlertRuleJson.receiverId(receiver);
        var plain = new AlertRecord(record.subject(), record.alert(), List.of());
        var delivery =
            Delivery.of(plain, rule.id(), id, AlertRuleJson.type(receiver), nowMillis, writer);
        if (isNews(last.get(delivery.thread()), record.alert(), matches(rule, record), isKnown)) {
          var before = ended.get(id);
          var kept =
              before != null && before.isGone()
                  ? delivery.dead(GONE, true, 0, nowMillis)
                  : delivery;
          put(kept);
          decided.add(kept);
        }
      }
    }
    return decided;
  }

  /** Whether a rule wants to tell of an alert. */
  static boolean matches(AlertRule rule, AlertRecord record) {
    var alert = record.alert();
    var segment = alert.segment();
    return (rule.stages().isEmpty() || rule.stages().contains(record.subject().stage()))
        && rule.kinds().contains(alert.kind())
        && (segment == null || rule.breakdowns().contains(segment.breakdown()))
        && (alert.kind().isTraffic()
            || alert.drop().estimate() >= rule.sensitivity().minDrop()
                && alert.score().falseAlarmsPerYear() <= rule.sensitivity().falseAlarmsPerYear());
  }

  private static boolean isNews(
      @Nullable Delivery told, Alert alert, boolean isWanted, boolean isKnown) {
    if (alert.resolvedAt() != null) {
      return told != null && told.alert().alert().resolvedAt() == null;
    }
    if (alert.state() != Alert.State.FIRING) {
      return false;
    }
    if (told == null) {
      return isWanted && !isKnown;
    }
    var before = told.alert().alert();
    return !isKnown
        && before.updatedAt() < alert.updatedAt()
        && (isOtherScope(before, alert)
            || Math.abs(before.drop().estimate() - alert.drop().estimate()) >= TOLD_CHANGE);
  }

  /**
   * Whether it is known now whom it concerns, or that it is somebody else. At the border between
   * two scopes it can change each minute: once an hour is enough, and that nobody can tell any more
   * is no news.
   */
  private static boolean isOtherScope(Alert told, Alert alert) {
    return alert.scope() != told.scope()
        && alert.scope() != Alert.Scope.UNKNOWN
        && (told.scope() == Alert.Scope.UNKNOWN
            || alert.updatedAt() - told.updatedAt() >= SCOPE_MINUTES);
  }

  /**
   * What is due, oldest first: of what is told of one alert to one receiver only the first that is
   * not done, so that an end does not overtake a beginning.
   *
   * @param inFlight ids of what is being sent
   */
  List<Delivery> due(long nowMillis, Set<String> inFlight) {
    var threads = new HashSet<String>();
    var due = new ArrayList<Delivery>();
    all.values().stream()
        .filter(delivery -> delivery.state() == Delivery.State.PENDING)
        .sorted(
            Comparator.comparingLong((Delivery delivery) -> delivery.alert().alert().updatedAt())
                .thenComparing(Delivery::id))
        .forEach(
            delivery -> {
              if (threads.add(delivery.thread())
                  && delivery.nextMillis() <= nowMillis
                  && !inFlight.contains(delivery.id())) {
                due.add(delivery);
              }
            });
    return due;
  }

  /** What was told last of alerts that fire, to receivers of a type. */
  List<Delivery> firing(String type) {
    return last.values().stream()
        .filter(
            delivery ->
                delivery.type().equals(type)
                    && delivery.state() == Delivery.State.SENT
                    && delivery.alert().alert().resolvedAt() == null)
        .toList();
  }

  /** The delivery of an id as it stands, or null. */
  @Nullable Delivery get(String id) {
    return all.get(id);
  }
}

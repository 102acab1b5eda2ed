package io.voronka.dashboard.delivery;

import io.voronka.kit.LogKeys;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Email;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.AlertRuleJson;
import io.voronka.wire.alert.AlertNotice;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, several at a time so that one receiver that hangs holds up no other, and notes
 * what came of it. Used by one thread.
 */
final class Rounds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final int AT_A_TIME = 8;
  private static final int AT_A_RECEIVER = 2;

  private final Wishes wishes;
  private final Function<AlertRecord, AlertNotice> notices;
  private final Sender http;
  private final @Nullable Sender mail;
  private final RetryPlan plan;
  private final DeliveryMetrics metrics;
  private final Map<String, String> inFlight = new HashMap<>(); // receivers by delivery
  private final Set<String> reminded = ConcurrentHashMap.newKeySet(); // receivers, just now
  private final Queue<Attempted> attempted = new ConcurrentLinkedQueue<>();
  private final ExecutorService senders;
  private long alertmanagerMillis;

  /** What came of an attempt. */
  private record Attempted(Delivery delivery, Sending sending) {}

  /**
   * Makes it.
   *
   * @param mail null: e-mail is not set up
   */
  Rounds(
      Wishes wishes,
      Function<AlertRecord, AlertNotice> notices,
      Sender http,
      @Nullable Sender mail,
      RetryPlan plan,
      DeliveryMetrics metrics) {
    this.wishes = wishes;
    this.notices = notices;
    this.http = http;
    this.mail = mail;
    this.plan = plan;
    this.metrics = metrics;
    this.senders =
        Executors.newFixedThreadPool(
            AT_A_TIME,
            task -> {
              var thread = new Thread(task, "deliveries");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Notes what came of attempts and begins those that are due.
   *
   * @param keep takes each delivery that stands otherwise than before
   */
  void round(Collection<Outbox> outboxes, long nowMillis, BiConsumer<Outbox, Delivery> keep) {
    for (var done = attempted.poll(); done != null; done = attempted.poll()) {
      inFlight.remove(done.delivery.id());
      var now = after(done.delivery, done.sending, nowMillis);
      for (var outbox : outboxes) {
        // One that is not held any more goes on elsewhere, from where it stood.
        if (outbox.get(now.id()) != null) {
          outbox.put(now);
          keep.accept(outbox, now);
        }
      }
    }
    for (var outbox : outboxes) {
      for (var delivery : outbox.due(nowMillis, inFlight.keySet())) {
        if (Collections.frequency(inFlight.values(), delivery.receiver()) < AT_A_RECEIVER) {
          inFlight.put(delivery.id(), delivery.receiver());
          senders.execute(() -> attempted.add(new Attempted(delivery, attempt(delivery))));
        }
      }
    }
    if (nowMillis - alertmanagerMillis >= HttpSender.ALERTMANAGER_EVERY.toMillis()) {
      alertmanagerMillis = nowMillis;
      outboxes.forEach(this::remind);
    }
  }

  /** Alertmanagers forget what they are not told again. */
  private void remind(Outbox outbox) {
    var byReceiver =
        outbox.firing("alertmanager").stream().collect(Collectors.groupingBy(Delivery::receiver));
    byReceiver.forEach(
        (receiver, firing) -> {
          if (reminded.add(receiver)) {
            senders.execute(() -> remind(receiver, firing));
          }
        });
  }

  private void remind(String receiver, List<Delivery> firing) {
    try {
      for (var delivery : firing) {
        var unused = attempt(delivery);
      }
    } finally {
      reminded.remove(receiver);
    }
  }

  private Sending attempt(Delivery delivery) {
    var receiver = receiver(delivery);
    if (receiver == null) {
      return new Sending.Refused("the rule does not have the receiver any more", false);
    }
    var sender = receiver instanceof Email ? mail : http;
    if (sender == null) {
      return new Sending.Failed("no mail server is set up", null);
    }
    try {
      return sender.send(receiver, notices.apply(delivery.alert()), delivery.id());
    } catch (RuntimeException bug) { // the delivery must not be lost with it
      LOG.atError()
          .addKeyValue(LogKeys.REASON, bug.getClass().getSimpleName())
          .log("an alert could not be sent");
      return new Sending.Failed("it could not be put into words", null);
    }
  }

  private @Nullable Receiver receiver(Delivery delivery) {
    var subject = delivery.alert().subject();
    return wishes.rules(subject.project(), subject.funnel()).stream()
        .filter(rule -> rule.id().equals(delivery.rule()))
        .map(AlertRule::receivers)
        .flatMap(List::stream)
        .filter(receiver -> AlertRuleJson.receiverId(receiver).equals(delivery.receiver()))
        .findFirst()
        .orElse(null);
  }

  private Delivery after(Delivery delivery, Sending sending, long nowMillis) {
    metrics.attempted(delivery, sending, nowMillis);
    if (sending instanceof Sending.Done) {
      return delivery.sent(nowMillis);
    }
    int made = delivery.attempts() + 1;
    if (sending instanceof Sending.Refused refused) {
      return delivery.dead(refused.why(), refused.isGone(), made, nowMillis);
    }
    var failed = (Sending.Failed) sending;
    var pause = plan.pauseMillis(made, failed.after());
    return pause.isPresent()
        ? delivery.failed(failed.why(), nowMillis + pause.getAsLong())
        : delivery.dead(failed.why(), false, made, nowMillis);
  }

  /** Whether something is being sent. */
  boolean isBusy() {
    return !inFlight.isEmpty();
  }

  @Override
  public void close() {
    senders.shutdownNow();
    http.close();
    if (mail != null) {
      mail.close();
    }
  }
}

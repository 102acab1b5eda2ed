package io.voronka.allinone.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * The events of a web shop that exists nowhere: visitors come, look, put something into the cart,
 * buy or leave. Endless, and the same for the same random numbers and opening.
 *
 * <p>More come in the evening (UTC) than at night. Of the events, 1 % are sent twice and 2 %
 * minutes late, as in life. Not thread-safe.
 */
public final class ShopTraffic {

  private static final double DAILY_SWING = 0.6; // of the mean rate, up and down
  private static final int BUSIEST_HOUR = 19;
  private static final int HOURS = 24;
  private static final double SENT_TWICE = 0.01;
  private static final double SENT_LATE = 0.02;
  private static final int LATEST_SECONDS = 900;
  private static final int MOST_REMEMBERED = 2000;

  private final RandomGenerator random;
  private final double visitorsPerSecond;
  private final String run;
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private final Deque<String> customers = new ArrayDeque<>();
  private Instant nextArrival;
  private long visitors;
  private long number;

  /**
   * An event that is to be sent.
   *
   * @param at when
   * @param number in the order they were made up
   */
  public record Due(Instant at, long number, ObjectNode call) {}

  /**
   * Opens the shop.
   *
   * @param visitorsPerSecond on average over a day, above 0
   */
  public ShopTraffic(RandomGenerator random, double visitorsPerSecond, Instant opened) {
    this.random = random;
    this.visitorsPerSecond = visitorsPerSecond;
    run = Long.toString(opened.getEpochSecond(), Character.MAX_RADIX);
    nextArrival = opened;
  }

  /** Returns when the next event is to be sent, without taking it. */
  public Instant nextAt() {
    return upcoming().at();
  }

  /** Takes the next event, in the order in which they are to be sent. */
  public Due next() {
    var next = upcoming();
    due.remove(next);
    return next;
  }

  private Due upcoming() {
    var next = due.peek();
    while (next == null || next.at().isAfter(nextArrival)) {
      arrive();
      next = due.peek();
    }
    return next;
  }

  /** A visitor comes, and everything that will happen is decided. */
  private void arrive() {
    var visit = new ShopVisit(random, run + "-" + visitors++, nextArrival, customers.peekFirst());
    for (var step : visit.steps()) {
      var call = step.call().put("messageId", "shop:" + run + ":" + number);
      boolean isLate = random.nextDouble() < SENT_LATE;
      var at = isLate ? step.at().plusSeconds(random.nextInt(1, LATEST_SECONDS)) : step.at();
      due.add(new Due(at, number++, call));
      if (random.nextDouble() < SENT_TWICE) {
        due.add(new Due(at.plusSeconds(random.nextInt(1, LATEST_SECONDS)), number++, call));
      }
    }
    remember(visit);
    nextArrival = nextArrival.plusNanos((long) (gapSeconds(nextArrival) * 1e9));
  }

  /** Keeps who bought, to come back later; who came back goes to the end of the line. */
  private void remember(ShopVisit visit) {
    var customer = visit.customer();
    if (visit.isReturning()) {
      customers.pollFirst();
    }
    if (customer != null) {
      customers.addLast(customer);
    }
    if (customers.size() > MOST_REMEMBERED) {
      customers.pollFirst();
    }
  }

  /** Until the next visitor, by an exponential distribution around the rate of the hour. */
  private double gapSeconds(Instant now) {
    double hour = now.getEpochSecond() / (double) Duration.ofHours(1).toSeconds();
    double swing = Math.cos(2 * Math.PI * (hour - BUSIEST_HOUR) / HOURS);
    double rate = visitorsPerSecond * (1 + DAILY_SWING * swing);
    return -Math.log(1 - random.nextDouble()) / rate;
  }
}

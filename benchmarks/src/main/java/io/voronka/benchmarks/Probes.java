package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.testing.FunnelText;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * People of one event each, one in every partition at a time, and a funnel for each partition: so
 * that the n-th person of a partition is visible when its funnel shows n. Thread-safe.
 */
final class Probes implements LiveFollower.Watcher {

  private static final String FUNNEL = "probe-";

  private final int partitions;
  private final List<Long> acknowledged = new ArrayList<>(); // nanoseconds
  private final List<List<Long>> visible = new ArrayList<>(); // by partition
  private int made;

  Probes(int partitions) {
    this.partitions = partitions;
    IntStream.range(0, partitions).forEach(partition -> visible.add(new ArrayList<>()));
  }

  String funnel(int partition) {
    return FUNNEL + partition;
  }

  FunnelDefinition definition(int partition) {
    return FunnelText.funnel(funnel(partition), "PT1H");
  }

  /** One more person in each partition. */
  ObjectNode next() {
    var body = JsonNodeFactory.instance.objectNode();
    for (int partition = 0; partition < partitions; partition++) {
      var person = person(partition);
      body.withArray("batch")
          .addObject()
          .put("type", "track")
          .put("messageId", person)
          .put("userId", person)
          .put("timestamp", "2026-03-02T12:00:00Z")
          .put("event", funnel(partition));
    }
    made++;
    return body;
  }

  /** An id whose room is in the partition. */
  private String person(int partition) {
    return IntStream.iterate(0, salt -> salt + 1)
        .mapToObj(salt -> FUNNEL + made + "-" + salt)
        .filter(id -> partitionOf(id) == partition)
        .findFirst()
        .orElseThrow();
  }

  private int partitionOf(String id) {
    return Topics.partitionOf(EventCodec.senderKey("bench", id), partitions);
  }

  /** What was made last is acknowledged. */
  synchronized void acknowledged(long nanos) {
    acknowledged.add(nanos);
  }

  @Override
  public synchronized void shows(String funnel, long reached, long nanos) {
    if (funnel.startsWith(FUNNEL)) {
      var seen = visible.get(Integer.parseInt(funnel.substring(FUNNEL.length())));
      while (seen.size() < reached) {
        seen.add(nanos);
      }
    }
  }

  synchronized int sent() {
    return acknowledged.size();
  }

  /** Whether all that were acknowledged before are visible. */
  synchronized boolean areVisible(int sent) {
    return visible.stream().allMatch(seen -> seen.size() >= sent);
  }

  /**
   * The longest time from an acknowledgement to being visible, in seconds, among those that were
   * acknowledged within some time; 0 if none were.
   */
  synchronized double longestSeconds(long fromNanos, long toNanos) {
    double longest = 0;
    for (int i = 0; i < acknowledged.size(); i++) {
      long sent = acknowledged.get(i);
      if (sent - fromNanos >= 0 && sent - toNanos < 0) {
        for (var seen : visible) {
          longest = Math.max(longest, (seen.get(i) - sent) / 1e9);
        }
      }
    }
    return longest;
  }

  /** The time from an acknowledgement to being visible that half of all took at most, in s. */
  synchronized double medianSeconds() {
    var all = new Timings();
    for (int i = 0; i < acknowledged.size(); i++) {
      for (var seen : visible) {
        all.add(Math.max(0, (seen.get(i) - acknowledged.get(i)) / 1e9));
      }
    }
    return all.median();
  }
}

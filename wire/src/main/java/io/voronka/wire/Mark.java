package io.voronka.wire;

import java.util.Objects;

/**
 * How far the figures of one partition of events are: every figure published before the mark holds
 * all events up to it. Marks are what readiness, "settled", "after" and the search for instances
 * are read from.
 *
 * @param partition of {@link Topics#EVENTS}
 * @param sumPartition the partition of figures that it has passed
 * @param counted the offset before which every event is in the figures
 * @param publishedMillis the wall clock of the instance when it published the mark
 * @param heldMillis the bound up to which old figures were dropped
 * @param instance address of the instance that holds the partition, as {@code host:port}
 * @param traffic the messages that it has sent to partitions and taken from them
 * @param full how many persons here have as many events as a timeline may hold
 */
public record Mark(
    int partition,
    int sumPartition,
    long counted,
    long publishedMillis,
    long heldMillis,
    String instance,
    Traffic traffic,
    long full) {

  public Mark {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(traffic, "traffic");
  }
}

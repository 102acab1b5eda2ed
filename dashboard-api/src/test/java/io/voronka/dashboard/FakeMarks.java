package io.voronka.dashboard;

import io.voronka.wire.Mark;
import io.voronka.wire.Traffic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Marks as a test sets them; whoever waits sees the next ones at once. */
final class FakeMarks implements MarksView {

  private final Deque<Marks> coming = new ArrayDeque<>();
  private Marks now = new Marks();
  private long published;

  /** From the start each partition is held by one of the instances, by its number. */
  FakeMarks heldBy(List<String> instances) {
    now = marks(instances);
    coming.clear();
    return this;
  }

  /** After somebody has waited they are held by these. */
  FakeMarks thenHeldBy(List<String> instances) {
    coming.add(marks(instances));
    return this;
  }

  private Marks marks(List<String> instances) {
    var marks = new Marks();
    published++;
    for (int partition = 0; partition < instances.size(); partition++) {
      for (int sum = 0; sum < instances.size(); sum++) {
        marks.take(
            new Mark(partition, sum, 100, published, 0, instances.get(partition), Traffic.NONE, 0));
      }
    }
    return marks;
  }

  @Override
  public Marks marks() {
    return now;
  }

  @Override
  public Marks await(Predicate<Marks> until, Duration atMost) {
    while (!until.test(now) && !coming.isEmpty()) {
      now = coming.remove();
    }
    return now;
  }
}

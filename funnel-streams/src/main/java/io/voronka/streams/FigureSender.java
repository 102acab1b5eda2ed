package io.voronka.streams;

import io.voronka.wire.FigureBundle;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands the changed figures of one partition of events to the partitions that add them up: to each
 * one record, or as many as it takes to keep them below what a broker accepts. All but the last
 * bear the mark that was said before: nobody is to think that all is there.
 */
final class FigureSender {

  static final int MOST_BYTES = 500_000;

  private final int sums;
  private final List<Mark> said;

  /**
   * Makes it for a partition of events.
   *
   * @param sums partitions of sums
   * @param before the marks of what was committed
   */
  FigureSender(int sums, IntFunction<Mark> before) {
    this.sums = sums;
    this.said = new ArrayList<>(IntStream.range(0, sums).mapToObj(before).toList());
  }

  /**
   * Sends what changed.
   *
   * @param mark how far the partition is with it, by partition of sums
   * @param report the funnels that are kept; null: as said before
   * @param out takes a record and the partition that it is for
   */
  void send(
      TallyBook book,
      IntFunction<Mark> mark,
      @Nullable List<FunnelProgress> report,
      BiConsumer<Integer, FigureBundle> out) {
    var waiting = IntStream.range(0, sums).mapToObj(sum -> new Waiting(sum, out)).toList();
    book.publish(
        figure -> waiting.get(FigurePartitioner.partitionOf(figure.tally(), sums)).add(figure));
    for (var last : waiting) {
      var now = mark.apply(last.sum);
      said.set(last.sum, now);
      last.send(report == null ? null : new FunnelsHeld(now.partition(), last.sum, report));
    }
  }

  /** What one partition of sums has still to be told. */
  private final class Waiting {
    private final int sum;
    private final BiConsumer<Integer, FigureBundle> out;
    private final List<Figure> figures = new ArrayList<>();
    private int bytes;

    Waiting(int sum, BiConsumer<Integer, FigureBundle> out) {
      this.sum = sum;
      this.out = out;
    }

    void add(Figure figure) {
      var value = figure.value();
      int size = figure.tally().length + (value == null ? 0 : value.length);
      if (bytes > 0 && bytes + size > MOST_BYTES) {
        send(null);
        figures.clear();
        bytes = 0;
      }
      figures.add(figure);
      bytes += size;
    }

    void send(@Nullable FunnelsHeld held) {
      out.accept(sum, new FigureBundle(figures, said.get(sum), held));
    }
  }
}

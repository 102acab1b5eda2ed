package io.voronka.benchmarks;

import io.voronka.model.definition.Funnel;
import io.voronka.wire.ReceivedEvent;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets a {@link StreamPeer} read a log and takes the time: each trial has a broker, a topic and a
 * process of its own. The first part of the log warms the process up; the clock starts when the
 * second is released and stops when its figures can be read.
 */
final class StreamTrial {

  private static final long LONGEST_MINUTES = 14; // the transaction ends by itself after 15

  private final List<Funnel> funnels;
  private final List<ReceivedEvent> log;
  private final int first;
  private final int partitions;

  /**
   * Describes it.
   *
   * @param first how many events of the log only warm up
   */
  StreamTrial(List<Funnel> funnels, List<ReceivedEvent> log, int first, int partitions) {
    this.funnels = funnels;
    this.log = log;
    this.first = first;
    this.partitions = partitions;
  }

  /**
   * What came of it.
   *
   * @param speed how many events a second were counted
   * @param residentBytes the memory that the processes took when all was counted
   */
  record Result(double speed, long residentBytes) {}

  Result run(StreamPeer peer) throws Exception {
    var folder = Files.createTempDirectory("voronka-trial");
    try (var topic = new ShopTopic(funnels, log, first, partitions);
        var run = peer.start(topic, folder)) {
      await(run, false);
      topic.release();
      long start = System.nanoTime();
      await(run, true);
      double seconds = (System.nanoTime() - start) / 1e9;
      run.check();
      return new Result((log.size() - first) / seconds, run.residentBytes());
    } finally {
      Folders.delete(folder);
    }
  }

  private static void await(StreamPeer.Run run, boolean isAll) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
    while (!run.isDone(isAll)) {
      if (System.nanoTime() > deadline) {
        run.check(); // says how far it is
        throw new IllegalStateException("not counted within " + LONGEST_MINUTES + " minutes");
      }
    }
  }
}

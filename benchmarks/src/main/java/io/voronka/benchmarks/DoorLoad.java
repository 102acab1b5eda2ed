package io.voronka.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Holds idle connections at the door for a while, and measures how long single events take to be
 * acknowledged at a steady 60 % of what the door takes at most, with those connections open. Times
 * count from when a request was due, not from when it could be sent.
 *
 * <p>Arguments: connections (10 000; processes may have to be allowed more files), seconds of load
 * (30).
 */
public final class DoorLoad {

  private static final int LINES = 256;
  private static final int PROBED = 500;
  private static final int HELD_SECONDS = 15; // the door closes what is idle for 75 s
  private static final int MOST_SECONDS = 6;
  private static final double SHARE = 0.6;

  private final DoorProcess door;
  private final List<byte[]> singles =
      IntStream.range(0, 1000).mapToObj(DoorCalls::single).toList();

  private DoorLoad(DoorProcess door) {
    this.door = door;
  }

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    int connections = Arguments.number(args, 0, 10_000);
    int seconds = Arguments.number(args, 1, 30);
    try (var door = DoorProcess.start()) {
      new DoorLoad(door).run(connections, seconds);
    }
  }

  private void run(int connections, int seconds) throws Exception {
    most(); // warms up
    double most = most();
    long before = door.residentBytes();
    var idle = new ArrayList<HttpLine>();
    try {
      for (int i = 0; i < connections; i++) {
        idle.add(new HttpLine(door.ingestPort()));
      }
      TimeUnit.SECONDS.sleep(HELD_SECONDS);
      int held = probe(idle);
      System.out.printf(
          "%d connections idle for %d s: %d of %d asked still answer; %.1f KB each%n",
          connections,
          HELD_SECONDS,
          held,
          Math.min(PROBED, connections),
          (door.residentBytes() - before) / 1024.0 / Math.max(1, connections));
      print(most, load(most * SHARE, seconds));
    } finally {
      for (var line : idle) {
        line.close();
      }
    }
  }

  /** Sends an event over some of the connections, spread over all; returns how many were taken. */
  private int probe(List<HttpLine> idle) {
    int answered = 0;
    int step = Math.max(1, idle.size() / PROBED);
    for (int i = 0; i < idle.size() && i / step < PROBED; i += step) {
      try {
        answered += idle.get(i).send(singles.get(i % singles.size())) == 200 ? 1 : 0;
      } catch (IOException lost) {
        // not counted
      }
    }
    return answered;
  }

  /** Returns how many events a second are taken at most. */
  private double most() throws Exception {
    var next = new AtomicInteger();
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    onAllLines(
        line -> {
          while (System.nanoTime() < end) {
            require(line.send(singles.get(next.getAndIncrement() % singles.size())));
          }
          return new long[0];
        });
    return next.get() * 1e9 / (System.nanoTime() - begin);
  }

  /** Returns how long each event took, in nanoseconds. */
  private List<long[]> load(double rate, int seconds) throws Exception {
    var next = new AtomicInteger();
    int events = (int) (rate * seconds);
    long begin = System.nanoTime();
    return onAllLines(
        line -> {
          var took = new long[events];
          int count = 0;
          for (int i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
            long due = begin + (long) (i * 1e9 / rate);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            require(line.send(singles.get(i % singles.size())));
            took[count++] = System.nanoTime() - due;
          }
          return Arrays.copyOf(took, count);
        });
  }

  private static void require(int status) {
    if (status != 200) {
      throw new IllegalStateException("answered " + status);
    }
  }

  /** What a sender does with its connection. */
  @FunctionalInterface
  private interface Work {
    long[] with(HttpLine line) throws IOException, InterruptedException;
  }

  private List<long[]> onAllLines(Work work) throws Exception {
    var threads = Executors.newFixedThreadPool(LINES);
    try {
      var results = new ArrayList<Future<long[]>>();
      for (int i = 0; i < LINES; i++) {
        results.add(
            threads.submit(
                () -> {
                  try (var line = new HttpLine(door.ingestPort())) {
                    return work.with(line);
                  }
                }));
      }
      var all = new ArrayList<long[]>();
      for (var result : results) {
        all.add(result.get());
      }
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private static void print(double most, List<long[]> took) {
    var sorted = took.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        "at most %.0f events/s; %d events at %.0f/s: p50 %.1f ms, p99 %.1f ms, worst %.1f ms%n",
        most,
        sorted.length,
        most * SHARE,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6);
    System.out.println(Machine.description());
  }
}

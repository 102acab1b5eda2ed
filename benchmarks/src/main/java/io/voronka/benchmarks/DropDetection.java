package io.voronka.benchmarks;

import io.voronka.allinone.drop.DropWorld;
import io.voronka.allinone.drop.EpisodeKind;
import io.voronka.allinone.drop.WorldSettings;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageMinute;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The detector's acceptance protocol: how often it is wrong, how soon it is right, against an
 * observer who knows the world. Prints each figure with its goal. The worlds and the observer are
 * those of {@code drop-gen}.
 *
 * <p>Arguments: {@code --part NAME} (several can be given; all of them), {@code --seeds N} (of each
 * part the first N seeds only). All of it takes the better part of an hour.
 */
public final class DropDetection {

  private static final EpisodeKind[] JUDGED = {
    EpisodeKind.DROP_30, EpisodeKind.DROP_50, EpisodeKind.DROP_100
  };
  private static final List<EpisodeKind> OF_COUNTS =
      Arrays.stream(EpisodeKind.values())
          .filter(kind -> !kind.needsProperties() && !kind.isBenign())
          .toList();
  private static final List<EpisodeKind> OF_SEGMENTS =
      List.of(
          EpisodeKind.SAFARI_50,
          EpisodeKind.SAFARI_100,
          EpisodeKind.DROP_30,
          EpisodeKind.DROP_50,
          EpisodeKind.DROP_100);
  private static final List<EpisodeKind> BENIGN =
      Arrays.stream(EpisodeKind.values()).filter(EpisodeKind::isBenign).toList();
  private static final int STREAMS = 10_000;
  private static final int STREAM_BYTES = 32 * 1024;

  private long mostSeeds = Long.MAX_VALUE;

  /** A part of the protocol. */
  private enum Part {
    CALM_20,
    CALM_500,
    CALM_20000,
    ROUGH,
    CALM_SEGMENTS,
    EPISODES_20,
    EPISODES_100,
    EPISODES_500,
    EPISODES_20000,
    SEGMENTS_500,
    BENIGN_EPISODES,
    RESTARTS,
    COST;

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private DropDetection() {}

  /** Runs the protocol and prints its figures. */
  public static void main(String[] args) {
    var protocol = new DropDetection();
    var parts = new ArrayList<Part>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      var value = args[i + 1];
      if (args[i].equals("--seeds")) {
        protocol.mostSeeds = Long.parseLong(value);
      } else if (args[i].equals("--part")) {
        parts.add(
            Arrays.stream(Part.values())
                .filter(part -> part.text().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part " + value)));
      } else {
        throw new IllegalArgumentException("no option " + args[i]);
      }
    }
    for (var part : parts.isEmpty() ? List.of(Part.values()) : parts) {
      long start = System.nanoTime();
      System.out.printf("== %s%n", part.text());
      protocol.run(part);
      System.out.printf("   (%.0f s)%n", (System.nanoTime() - start) / 1e9);
    }
    System.out.println(Machine.description());
  }

  private void run(Part part) {
    switch (part) {
      case CALM_20 -> calm(20, 239, 1001, 1012);
      case CALM_500 -> calm(500, 239, 1001, 1012);
      case CALM_20000 -> calm(20_000, 148, 1001, 1012);
      case ROUGH -> rough();
      case CALM_SEGMENTS -> calmSegments();
      case EPISODES_20 -> episodes(20, 420, 1101, 1106);
      case EPISODES_100 -> episodes(100, 420, 1101, 1106);
      case EPISODES_500 -> episodes(500, 182, 1201, 1212);
      case EPISODES_20000 -> episodes(20_000, 112, 1301, 1303);
      case SEGMENTS_500 -> segments();
      case BENIGN_EPISODES -> benign();
      case RESTARTS -> restarts();
      case COST -> cost();
    }
  }

  private LongStream seeds(long first, long last) {
    return LongStream.rangeClosed(first, last).limit(mostSeeds);
  }

  private static void figure(String what, double value, double most, String unit) {
    System.out.printf(
        "   %-58s %9.2f %-8s goal <= %.2f  %s%n",
        what, value, unit, most, value <= most ? "ok" : "MISSED");
  }

  private static void list(List<String> alarms) {
    alarms.forEach(alarm -> System.out.println("     " + alarm));
  }

  private void calm(double rate, int days, long first, long last) {
    var board = new DropScoreboard();
    seeds(first, last)
        .forEach(seed -> board.add(DropTrial.run(WorldSettings.calm(seed, rate, days))));
    falseAlarms("at " + (long) rate + " an hour", board);
    figure("false alarms of traffic a stage and year", board.trafficFalseAlarmsPerYear(), 0.2, "");
    list(board.trafficFalseAlarms());
  }

  private static void falseAlarms(String where, DropScoreboard board) {
    figure(
        "false alarms a stage and year " + where + ", %.2f years".formatted(board.years()),
        board.falseAlarmsPerYear(),
        1,
        "");
    list(board.falseAlarms());
  }

  private void rough() {
    var board = new DropScoreboard();
    seeds(1001, 1012)
        .forEach(seed -> board.add(DropTrial.run(WorldSettings.calm(seed, 500, 239).rough())));
    falseAlarms("in a rough world, 500 an hour", board);
  }

  private void calmSegments() {
    var board = new DropScoreboard();
    seeds(1001, 1004)
        .forEach(
            seed -> board.add(DropTrial.run(WorldSettings.calm(seed, 500, 239).withProperties())));
    falseAlarms("of a stage and its 13 segments", board);
  }

  private void episodes(double rate, int days, long first, long last) {
    var board = new DropScoreboard();
    seeds(first, last)
        .forEach(
            seed -> board.add(DropTrial.run(WorldSettings.calm(seed, rate, days).with(OF_COUNTS))));
    for (var kind : OF_COUNTS) {
      cell(kind, board, Arrays.asList(JUDGED).contains(kind));
    }
    figure(
        "delay / reference, median, drops of 30 % and more",
        DropScoreboard.medianRatio(board.delays(JUDGED)), 1.3, "");
    falseAlarms("between episodes", board);
    ends(board, rate == 500);
    medians(board, rate);
  }

  private static void cell(EpisodeKind kind, DropScoreboard board, boolean isJudged) {
    var delays = board.delays(kind);
    double ratio = DropScoreboard.medianRatio(delays);
    boolean isSoon = ratio <= 1.5 || DropScoreboard.medianExcess(delays) <= 3;
    double reference = DropScoreboard.medianReference(delays);
    double late = DropScoreboard.delayQuantile(delays, 0.9);
    boolean isNeverLate = late <= Math.max(4.5 * reference, reference + 15);
    System.out.printf(
        "   %-14s n %3d (cohort %3d)  delay median %7.1f p90 %7.1f min  reference %7.1f"
            + "  ratio %.2f  %s%n",
        kind.name().toLowerCase(Locale.ROOT),
        delays.size(),
        board.cohortDelays(kind).size(),
        DropScoreboard.medianDelay(delays),
        late,
        reference,
        ratio,
        !isJudged ? "" : (isSoon ? "ok" : "MISSED 1.5") + (isNeverLate ? "" : ", MISSED p90"));
  }

  private static void ends(DropScoreboard board, boolean isJudged) {
    System.out.printf("   early %s, repeats %s%n", board.early(), board.repeated());
    if (isJudged) {
      figure("resolved after the end, median", board.resolvedAfter(0.5), 30, "min");
      figure("resolved after the end, p90", board.resolvedAfter(0.9), 300, "min");
      figure("resolved early", board.earlyShare(), 0.05, "");
      figure("repeats an episode", board.repeatsPerEpisode(), 0.1, "");
    } else {
      System.out.printf(
          "   resolved after the end: median %.0f, p90 %.0f min; early %.3f; repeats %.3f%n",
          board.resolvedAfter(0.5),
          board.resolvedAfter(0.9),
          board.earlyShare(),
          board.repeatsPerEpisode());
    }
  }

  private static void medians(DropScoreboard board, double rate) {
    double[] goals =
        switch ((int) rate) {
          case 20 -> new double[] {3 * 60, 11 * 60, 36 * 60, 45};
          case 500 -> new double[] {8, 45, 150, 5};
          case 20_000 -> new double[] {1, 2, 5, 2};
          default -> new double[0];
        };
    if (goals.length > 0) {
      figure("median delay, 100 %", median(board, EpisodeKind.DROP_100), goals[0], "min");
      figure("median delay, 50 %", median(board, EpisodeKind.DROP_50), goals[1], "min");
      figure("median delay, 30 %", median(board, EpisodeKind.DROP_30), goals[2], "min");
      figure(
          "median delay, traffic stop", median(board, EpisodeKind.TRAFFIC_STOP), goals[3], "min");
    }
  }

  private static double median(DropScoreboard board, EpisodeKind kind) {
    return DropScoreboard.medianDelay(board.delays(kind));
  }

  private void segments() {
    var board = new DropScoreboard();
    seeds(1401, 1404)
        .forEach(
            seed ->
                board.add(
                    DropTrial.run(
                        WorldSettings.calm(seed, 500, 200).withProperties().with(OF_SEGMENTS))));
    for (var kind : OF_SEGMENTS) {
      cell(kind, board, kind.segment() == null);
    }
    var ofSegment = board.delays(EpisodeKind.SAFARI_50, EpisodeKind.SAFARI_100);
    double ratio = DropScoreboard.medianRatio(ofSegment);
    double excess = DropScoreboard.medianExcess(ofSegment);
    figure(
        "delay / reference, median, a fifth of the traffic",
        excess <= 5 ? Math.min(ratio, 1.8) : ratio,
        1.8,
        "");
    figure("cause not right", 1 - board.causesRight(), 0.1, "");
    figure("cause wrong", board.causesWrong(), 0.02, "");
    figure("broad drop narrowed", board.broadNarrowed(), 0.02, "");
    falseAlarms("of a stage and its 13 segments", board);
    ends(board, false);
  }

  private void benign() {
    var board = new DropScoreboard();
    for (double rate : new double[] {500, 20_000}) {
      seeds(1401, 1403)
          .forEach(
              seed ->
                  board.add(
                      DropTrial.run(
                          WorldSettings.calm(seed, rate, rate > 500 ? 64 : 90)
                              .withProperties()
                              .with(BENIGN))));
    }
    figure(
        "drop alerts of 40 odd but harmless episodes (of %d)".formatted(board.benign()),
        40.0 * board.benignAlarms() / board.benign(),
        1,
        "");
    list(board.falseAlarms());
  }

  private void restarts() {
    long different =
        seeds(1401, 1402)
            .filter(
                seed -> {
                  var settings =
                      WorldSettings.calm(seed, 500, 70).withProperties().with(OF_SEGMENTS);
                  var straight = DropTrial.run(settings).alerts();
                  return !DropTrial.run(settings, 7).alerts().equals(straight);
                })
            .count();
    figure("worlds in which a restart every 7 minutes changes an alert", (double) different, 0, "");
  }

  private static void cost() {
    var settings = WorldSettings.calm(1001, 20_000, 60);
    var world = new DropWorld(settings);
    var detector = new StageDetector(DropTrial.STAGE, 0);
    long minute = 0;
    for (; minute < 59L * 1440 + 900; minute++) {
      detector.next(StageMinute.of(world.next().counts()));
    }
    var state = detector.states();
    var next = StageMinute.of(world.next().counts());
    int bytes = state.get(0).bytes().length;
    var times = new Timings();
    for (int tick = 0; tick < 3; tick++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int stream = 0; stream < STREAMS; stream++) {
        var one = StageDetector.of(DropTrial.STAGE, state);
        one.next(next);
        one.states();
      }
      times.add((double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start));
    }
    figure("state of a stream at 20 000 an hour", bytes, STREAM_BYTES, "bytes");
    figure("a tick of 10 000 streams, each read and written", times.median() / 1e9, 10, "s");
  }
}

package io.voronka.benchmarks;

import io.voronka.allinone.drop.DropWorld;
import io.voronka.allinone.drop.Person;
import io.voronka.allinone.drop.WorldMinute;
import io.voronka.allinone.drop.WorldSettings;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.model.detection.StageDetector;
import io.voronka.streams.WatchedStreams;
import io.voronka.testing.FunnelText;
import io.voronka.wire.StageMinutes.Count;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What it costs to watch many streams in the service's own form: the detector between its topics
 * and its store. Prints the processor time of a minute's end over all of them on one thread, that
 * of the slices in which nothing is to be done, that of a commit, and the bytes that are kept of a
 * stream.
 *
 * <p>Arguments: people an hour at each stage (2000), how many streams (10000). Each stage has two
 * browsers that are watched, and has learned from eight weeks.
 */
public final class DetectorCost {

  private static final int DAY = 1440;
  private static final long LEARNED = 58L * DAY + 900;
  private static final int MINUTES = 5;
  private static final int IDLE = 100;
  private static final int OF_STAGE = 3; // streams: the stage and its two most frequent browsers
  private static final double MOST_SECONDS = 10;
  private static final int MOST_BYTES = 32 * 1024;

  private DetectorCost() {}

  /** Runs it. */
  public static void main(String[] args) {
    double rate = args.length > 0 ? Double.parseDouble(args[0]) : 2000;
    int streams = Arguments.number(args, 1, 10_000);
    var world = new DropWorld(WorldSettings.calm(1001, rate, 60).withProperties());
    var learned = new StageDetector(DropTrial.STAGE, 0);
    while (learned.end() < LEARNED) {
      learned.next(DropTrial.stageMinute(world.next(), DetectorCost::isWatched));
    }
    int largest =
        learned.states().stream().mapToInt(state -> state.bytes().length).max().orElseThrow();
    var watched = new WatchedStreams(funnels(streams / OF_STAGE + 1), learned);
    System.out.printf("%d streams at %.0f an hour%n", watched.streams(), rate);
    var ticks = new Timings();
    var idle = new Timings();
    var commits = new Timings();
    for (int i = 0; i < MINUTES; i++) {
      var minute = world.next();
      var counts = counts(minute);
      long before = cpu();
      watched.take(minute.minute(), counts);
      while (!watched.isDone(minute.minute() + 1)) {
        watched.work(minute.minute() + 1);
      }
      ticks.add((double) (cpu() - before));
      before = cpu();
      for (int slice = 0; slice < IDLE; slice++) {
        watched.work(minute.minute() + 1);
      }
      idle.add((cpu() - before) / (double) IDLE);
      before = cpu();
      watched.commit();
      commits.add((double) (cpu() - before));
    }
    figure("a minute's end, without the commit", ticks.median() / 1e9, "s", MOST_SECONDS);
    figure("the commit after it", commits.median() / 1e9, "s", MOST_SECONDS);
    figure("a slice in which nothing is to be done", idle.median() / 1e6, "ms", 10);
    figure("the largest state of a stream", largest, "bytes", MOST_BYTES);
    System.out.println(Machine.description());
  }

  private static boolean isWatched(String property, int value) {
    return property.equals("browser") && value < OF_STAGE - 1;
  }

  private static List<Funnel> funnels(int count) {
    var definition = FunnelText.brokenDownBy(FunnelText.funnel("view > buy", "PT24H"), "browser");
    var saved = FunnelText.saved(definition);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Funnel(
                    new FunnelVersion(saved.key().project(), "funnel-" + i, 1),
                    definition,
                    saved.calendar()))
        .toList();
  }

  /** What partitions of events would tell of a minute. */
  private static List<Count> counts(WorldMinute minute) {
    var counts = new ArrayList<Count>();
    var values = Person.PROPERTIES.get(0).values();
    for (int value = 0; value < values.size(); value++) {
      int wanted = value;
      add(minute.counts(kind -> Person.value(kind, 0) == wanted), values.get(value), counts);
    }
    return counts;
  }

  private static void add(MinuteCounts counts, String value, List<Count> into) {
    var values = Arrays.asList(value);
    if (counts.reached() > 0) {
      into.add(new Count(counts.minute(), Count.REACHED, values, counts.reached()));
    }
    for (int i = 0; i < counts.delays().length; i++) {
      into.add(new Count(counts.minute(), counts.delays()[i], values, counts.counts()[i]));
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void figure(String what, double value, String unit, double most) {
    System.out.printf(
        "%-42s %10.2f %-6s goal <= %.0f  %s%n",
        what, value, unit, most, value <= most ? "ok" : "MISSED");
  }
}

package io.voronka.benchmarks;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Held;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Order;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Chain;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.evaluation.RunningAttempts;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@link EvaluatorCost} runs. An operation is a whole timeline, but for {@link #figures}: one
 * event.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// Compiled in the foreground, so that a busy machine doesn't end the warm-up before the compiler
// does.
@Fork(
    value = 2,
    jvmArgs = {"-Xmx1g", "-Xbatch"})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class EvaluatorBenchmark {

  /** A timeline to evaluate as a whole. */
  @State(Scope.Benchmark)
  public static class Whole {

    /** Order and number of stages; {@code excluding}: ordered with an exclusion. */
    @Param({"ordered-3", "ordered-8", "ordered-30", "strict-8", "unordered-8", "excluding-8"})
    public String funnel = "";

    @Param({"10", "1000", "10000"})
    public int events;

    private Evaluator evaluator = new Evaluator(LongTimeline.funnel(Order.ORDERED, 1));
    private Timeline timeline = Timeline.empty();

    /** Makes what the parameters say. */
    @Setup
    public void setUp() {
      int stages = Integer.parseInt(funnel.substring(funnel.indexOf('-') + 1));
      evaluator = new Evaluator(definition(stages));
      timeline = LongTimeline.of(events, stages);
    }

    private FunnelDefinition definition(int stages) {
      var kind = funnel.substring(0, funnel.indexOf('-'));
      return kind.equals("excluding")
          ? LongTimeline.funnelWithExclusion(stages)
          : LongTimeline.funnel(Order.valueOf(kind.toUpperCase(Locale.ROOT)), stages);
    }
  }

  /** Somebody at an ordered funnel whose events come in order. */
  @State(Scope.Benchmark)
  public static class InOrder {

    @Param({"3", "8", "30"})
    public int stages;

    @Param({"1000", "10000"})
    public int events;

    private FunnelDefinition definition = LongTimeline.funnel(Order.ORDERED, 1);
    private Timeline timeline = Timeline.empty();

    /** Makes what the parameters say. */
    @Setup
    public void setUp() {
      definition = LongTimeline.funnel(Order.ORDERED, stages);
      timeline = LongTimeline.of(events, stages);
    }
  }

  /** The attempts around each of the last events of a timeline. */
  @State(Scope.Benchmark)
  public static class LastEvents {

    private static final int COUNT = 16;

    private final List<Attempts> around = new ArrayList<>();
    private FunnelFigures figures = figures(LongTimeline.funnel(Order.ORDERED, 1));
    private Held held = new Held(0);
    private int next;

    /** Evaluates up to each of the last events. */
    @Setup
    public void setUp(InOrder inOrder) {
      var evaluator = new Evaluator(inOrder.definition);
      var events = inOrder.timeline.events();
      for (int end = events.size() - COUNT; end <= events.size(); end++) {
        around.add(evaluator.attempts(new Timeline(events.subList(0, end))));
      }
      figures = figures(inOrder.definition);
      held = new Held(events.get(events.size() - 1).timeMillis());
    }

    private static FunnelFigures figures(FunnelDefinition definition) {
      return new FunnelFigures(
          new Funnel(new FunnelVersion("bench", "long", 1), definition, Calendar.UTC));
    }
  }

  /** Evaluates the timeline and asks how far it got, with the chain that speaks. */
  @Benchmark
  public Chain whole(Whole whole) {
    var attempts = whole.evaluator.attempts(whole.timeline);
    return Objects.requireNonNull(attempts.in(Long.MIN_VALUE, Long.MAX_VALUE)).chain();
  }

  /** Takes one event after the other. */
  @Benchmark
  public RunningAttempts running(InOrder inOrder) {
    var running = new RunningAttempts(inOrder.definition);
    inOrder.timeline.events().forEach(running::add);
    return running;
  }

  /** Makes the changes of figures of one event, the attempts before and after it being known. */
  @Benchmark
  public FigureChanges figures(InOrder inOrder, LastEvents last) {
    last.next = (last.next + 1) % LastEvents.COUNT;
    var changes = new FigureChanges();
    var before = last.around.get(last.next);
    last.figures.difference(before, last.around.get(last.next + 1), last.held, changes);
    return changes;
  }
}

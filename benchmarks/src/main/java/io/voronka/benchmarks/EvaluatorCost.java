package io.voronka.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures what an event costs in the evaluator, in processor time and in memory that is allocated:
 * of whole timelines, of events in order, and of their figures. Takes about five minutes.
 *
 * <p>Arguments: those of JMH. Ends with a table of costs an event: of all iterations the least,
 * which is what other work on the machine disturbs least, and the median; the least also against
 * that in a timeline of 1 000 events.
 */
public final class EvaluatorCost {

  private static final String COMPARED_WITH = "1000";

  private EvaluatorCost() {}

  /** Runs the benchmark and prints its figures. */
  public static void main(String[] args) throws Exception {
    var given = new CommandLineOptions(args);
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    var options =
        new OptionsBuilder()
            .parent(given)
            .addProfiler(GCProfiler.class)
            .addProfiler(WorkerCpu.class);
    if (given.getIncludes().isEmpty()) {
      options.include(EvaluatorBenchmark.class.getName());
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    var compared = new HashMap<String, Double>();
    for (var result : results) {
      if (COMPARED_WITH.equals(result.getParams().getParam("events"))) {
        compared.put(subject(result.getParams()), perEvent(result, nanos(result, 0)));
      }
    }
    System.out.printf(
        "%n%-18s %7s %13s %13s %11s %11s%n",
        "", "events", "ns, least", "ns, median", "of 1000", "bytes");
    for (var result : results) {
      var subject = subject(result.getParams());
      double least = perEvent(result, nanos(result, 0));
      System.out.printf(
          "%-18s %7s %13.0f %13.0f %11s %11.0f%n",
          subject,
          result.getParams().getParam("events"),
          least,
          perEvent(result, nanos(result, 50)),
          compared.containsKey(subject) ? "%.2f".formatted(least / compared.get(subject)) : "",
          perEvent(result, bytes(result)));
    }
    System.out.println(Machine.description());
  }

  /** What is measured, the number of events left out. */
  private static String subject(BenchmarkParams params) {
    var funnel = params.getParam("funnel");
    return method(params)
        + ' '
        + (funnel == null ? "ordered-" + params.getParam("stages") : funnel);
  }

  private static String method(BenchmarkParams params) {
    return params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
  }

  private static double perEvent(RunResult result, double ofOperation) {
    var params = result.getParams();
    boolean isOneEvent = method(params).equals("figures");
    return isOneEvent ? ofOperation : ofOperation / Integer.parseInt(params.getParam("events"));
  }

  private static double nanos(RunResult result, int percentile) {
    return secondary(result, WorkerCpu.RESULT).getStatistics().getPercentile(percentile);
  }

  private static double bytes(RunResult result) {
    return secondary(result, "gc.alloc.rate.norm").getScore();
  }

  private static Result<?> secondary(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name);
  }
}

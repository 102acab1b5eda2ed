package io.voronka.allinone.demo;

import io.voronka.allinone.demo.SampleSet.SampleFunnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.model.detection.Sensitivity;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageMinute;
import io.voronka.model.detection.StageSettings;
import io.voronka.model.detection.StageSteps;
import io.voronka.model.detection.StageSteps.Step;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.evaluation.Passes.Touched;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.DefinitionJson;
import io.voronka.wire.PropertyJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A stage of a funnel over a bundled set, minute by minute as it would have been seen live: each
 * event known in the minute in which it happened. Of everybody; no value of a breakdown is watched.
 */
final class LoggedStage {

  private final String name;
  private final int followedMinutes;
  private final List<Step> steps;

  private LoggedStage(String funnel, int number, FunnelDefinition definition, List<Step> steps) {
    this.name = funnel + " " + number;
    this.steps = steps;
    long window = definition.window().longestMillis(SessionRule.DEFAULT.longest());
    this.followedMinutes =
        (int) Math.min(StageSettings.MOST_FOLLOWED_MINUTES, Duration.ofMillis(window).toMinutes());
  }

  /** All stages of the set's funnels that can be watched. */
  static List<LoggedStage> of(SampleSet set) {
    var people = people(set);
    return set.funnels().stream().flatMap(funnel -> of(funnel, people).stream()).toList();
  }

  private static Collection<List<Event>> people(SampleSet set) {
    var people = new HashMap<String, List<Event>>();
    try (var calls = set.calls(Duration.ZERO)) {
      calls.forEach(
          call -> {
            var json = call.json();
            var properties = PropertyJson.fields(json.path("properties"));
            people
                .computeIfAbsent(json.path("userId").asText(), person -> new ArrayList<>())
                .add(
                    new Event(
                        json.path("messageId").asText(),
                        Instant.parse(json.path("timestamp").asText()).toEpochMilli(),
                        json.path("event").asText(),
                        properties));
          });
    }
    return people.values();
  }

  private static List<LoggedStage> of(SampleFunnel funnel, Collection<List<Event>> people) {
    var definition = DefinitionJson.read(funnel.definition());
    var evaluator = new Evaluator(definition);
    var stageSteps = new StageSteps(definition);
    var steps = new TreeMap<Integer, List<Step>>();
    AlertRule.watchable(definition).forEach(stage -> steps.put(stage, new ArrayList<>()));
    for (var events : people) {
      stageSteps
          .between(
              Attempts.none(definition), evaluator.attempts(Timeline.of(events)), Touched.ANYTHING)
          .forEach(
              (step, count) ->
                  steps.computeIfAbsent(step.stage(), stage -> new ArrayList<>()).add(step));
    }
    return steps.entrySet().stream()
        .map(entry -> new LoggedStage(funnel.id(), entry.getKey(), definition, entry.getValue()))
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }

  /** A detector that has seen nothing of it. */
  StageDetector begin() {
    long first =
        steps.stream().mapToLong(LoggedStage::minute).min().orElseThrow(AssertionError::new);
    return new StageDetector(settings(), first);
  }

  private StageSettings settings() {
    return new StageSettings(name, followedMinutes, Sensitivity.DEFAULT);
  }

  private static long minute(Step step) {
    boolean isAdvance = step.advancedMillis() != StageSteps.NONE;
    return AlertRecord.minute(isAdvance ? step.advancedMillis() : step.reachedMillis());
  }

  /** Another detector that stands where one does. */
  StageDetector copy(StageDetector detector) {
    return StageDetector.of(settings(), detector.states());
  }

  /**
   * Goes on until a moment.
   *
   * @param happens which steps happen
   * @return what is told
   */
  List<Alert> goOn(StageDetector detector, Predicate<Step> happens, Instant until) {
    var minutes = new TreeMap<Long, Minute>();
    steps.stream()
        .filter(step -> minute(step) >= detector.end() && happens.test(step))
        .forEach(step -> add(step, minutes));
    var told = new ArrayList<Alert>();
    while (detector.end() < AlertRecord.minute(until.toEpochMilli())) {
      long now = detector.end();
      told.addAll(detector.next(minutes.getOrDefault(now, new Minute()).at(now)));
    }
    return told;
  }

  private void add(Step step, Map<Long, Minute> minutes) {
    long delay = minute(step) - AlertRecord.minute(step.reachedMillis());
    if (delay <= followedMinutes) {
      boolean isAdvance = step.advancedMillis() != StageSteps.NONE;
      minutes.computeIfAbsent(minute(step), absent -> new Minute()).add(isAdvance, (int) delay);
    }
  }

  /** What happened in a minute. */
  private static final class Minute {

    private final TreeMap<Integer, Integer> advanced = new TreeMap<>();
    private int reached;

    void add(boolean isAdvance, int delay) {
      if (isAdvance) {
        advanced.merge(delay, 1, Integer::sum);
      } else {
        reached++;
      }
    }

    StageMinute at(long minute) {
      return StageMinute.of(
          new MinuteCounts(
              minute,
              reached,
              advanced.keySet().stream().mapToInt(Integer::intValue).toArray(),
              advanced.values().stream().mapToInt(Integer::intValue).toArray()));
    }
  }
}

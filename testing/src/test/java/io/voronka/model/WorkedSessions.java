package io.voronka.model;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.count.SessionReport;
import io.voronka.model.count.SessionSum;
import io.voronka.model.session.SessionDetails;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the product answers to a {@link WorkedExample} that asks for sessions. */
final class WorkedSessions {

  private final WorkedExample example;
  private final Map<String, Timeline> timelines;

  WorkedSessions(WorkedExample example, Map<String, Timeline> timelines) {
    this.example = example;
    this.timelines = timelines;
  }

  /**
   * Answers one key.
   *
   * @param expected what is expected; said again where a median is as near to it as is promised
   */
  List<String> to(String key, List<String> expected) {
    var person = WorkedExample.sessionsOf(key);
    if (person != null) {
      var timeline = Objects.requireNonNull(timelines.get(person), person);
      return SessionDetails.of(timeline, SessionRule.DEFAULT).stream().map(this::text).toList();
    }
    var report = report();
    return switch (key) {
      case "sessions" -> List.of(String.valueOf(report.total().sessions()));
      case "persons" -> List.of(String.valueOf(report.total().persons()));
      case "bounces" -> List.of(String.valueOf(report.total().bounces()));
      case "medianSeconds" -> near(report.seconds().median(), expected.get(0));
      case "medianEvents" -> near(report.medianEvents(), expected.get(0));
      case "group" -> report.breakdown().stream().map(WorkedSessions::text).toList();
      case "period" -> report.series().stream().map(this::text).toList();
      default -> throw new IllegalArgumentException(key);
    };
  }

  private SessionReport report() {
    var calendar = example.calendar();
    var figures = new SessionFigures(SessionFigures.key("shop", 1), calendar, SessionRule.DEFAULT);
    var range = example.range();
    var changes = new FigureChanges();
    for (var timeline : timelines.values()) {
      figures.addRange(timeline.asOf(range.asOfMillis()), range, changes);
    }
    var series = range.series() == null ? Granularity.ALL : range.series();
    var sum = new SessionSum(calendar, series);
    changes.byKey().forEach(sum::add);
    return sum.report(
        example.breakdowns().stream()
            .map(name -> SessionProperty.of(name).orElseThrow())
            .findFirst()
            .orElse(null));
  }

  private static List<String> near(@Nullable Double number, String expected) {
    double wanted = Double.parseDouble(expected);
    boolean isNear = number != null && Math.abs(number - wanted) <= wanted * 0.005;
    return List.of(isNear ? expected : String.valueOf(number));
  }

  private static String text(SessionReport.Group group) {
    var value = group.isOther() ? "(other)" : WorkedAnswer.text(group.value());
    return value + " = " + text(group.counts());
  }

  private String text(SessionReport.Period period) {
    return WorkedAnswer.text(period.bucket(), example.calendar()) + " = " + text(period.counts());
  }

  private static String text(SessionReport.Counts counts) {
    return counts.sessions() + " " + counts.persons() + " " + counts.bounces();
  }

  private String text(SessionDetails session) {
    int events = session.events().size();
    var text =
        new StringBuilder(WorkedAnswer.moment(session.session().startMillis()))
            .append(" to ")
            .append(WorkedAnswer.moment(session.session().lastMillis()))
            .append(", ")
            .append(events)
            .append(events == 1 ? " event" : " events");
    for (var name : example.shown()) {
      var property = SessionProperty.of(name).orElseThrow();
      text.append(", ").append(WorkedAnswer.text(session.get(property)));
    }
    return text.toString();
  }
}

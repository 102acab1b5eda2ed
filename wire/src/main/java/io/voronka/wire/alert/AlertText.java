package io.voronka.wire.alert;

import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.Cause;
import io.voronka.model.detection.Alert.Scope;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One sentence, or two, that a tired person understands. */
final class AlertText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final double HARDLY_ANYBODY = 0.9;
  private static final double FAR_FEWER = 0.5;
  private static final double FINE = 0.1;

  private AlertText() {}

  static String of(AlertNotice notice) {
    return notice.isFiring() ? firing(notice) : over(notice);
  }

  private static String firing(AlertNotice notice) {
    var alert = notice.alert();
    var since = "Since " + TIME.format(notice.time(alert.onset())) + " ";
    var window = alert.window();
    if (alert.kind() == Alert.Kind.TRAFFIC_STOP && window.observed() == 0) {
      return "%snobody reaches %s; about %.0f people were expected."
          .formatted(since, notice.subject().stageName(), window.expected());
    }
    if (alert.kind().isTraffic()) {
      return "%s%s reach %s: %.0f instead of about %.0f."
          .formatted(
              since,
              howMany(alert),
              notice.subject().stageName(),
              window.observed(),
              window.expected());
    }
    return "%s%s%s %s from %s to %s: %.0f instead of about %.0f in %s. %s"
        .formatted(
            since,
            howMany(alert),
            whom(alert),
            isSingular(alert) ? "goes" : "go",
            notice.subject().stageName(),
            notice.subject().nextStageName(),
            window.observed(),
            window.expected(),
            duration(window.minutes()),
            others(alert));
  }

  private static String over(AlertNotice notice) {
    var alert = notice.alert();
    var end = TIME.format(notice.end());
    var what =
        alert.kind().isTraffic()
            ? "people reach " + notice.subject().stageName()
            : "people%s go from %s to %s"
                .formatted(
                    whom(alert), notice.subject().stageName(), notice.subject().nextStageName());
    if (alert.state() == Alert.State.REBASELINED) {
      return "From %s on it is taken for normal how %s.".formatted(end, what);
    }
    return "Over since %s: %s as expected again. It began about %s; some %.0f are missing."
        .formatted(end, what, TIME.format(notice.time(alert.onset())), alert.lost().soFar());
  }

  private static boolean isSingular(Alert alert) {
    return alert.drop().estimate() >= HARDLY_ANYBODY;
  }

  private static String howMany(Alert alert) {
    double drop = alert.drop().estimate();
    return drop >= HARDLY_ANYBODY
        ? "hardly anybody"
        : drop >= FAR_FEWER ? "far fewer people" : "fewer people";
  }

  /** Whom it concerns, with a leading space; empty: everybody. */
  private static String whom(Alert alert) {
    var segment = alert.segment();
    var value =
        alert.scope() == Scope.SEGMENT && !alert.causes().isEmpty()
            ? alert.causes().get(0).value()
            : segment;
    return value == null ? "" : " with %s %s".formatted(value.breakdown(), value.value());
  }

  private static String others(Alert alert) {
    if (alert.scope() == Scope.SEGMENT && !alert.causes().isEmpty()) {
      return others(alert.causes().get(0));
    }
    return alert.scope() == Scope.UNKNOWN
        ? "Too few people to tell yet whom it concerns."
        : "No single group explains it.";
  }

  private static String others(Cause cause) {
    return cause.dropInTheRest() < FINE
        ? "All others are fine."
        : "Of all others %.0f %% fewer advance.".formatted(100 * cause.dropInTheRest());
  }

  private static String duration(int minutes) {
    if (minutes < 120) {
      return minutes + (minutes == 1 ? " minute" : " minutes");
    }
    int hours = Math.round(minutes / 60f);
    return hours < 48 ? hours + " hours" : Math.round(minutes / 1440f) + " days";
  }
}

package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nobody is to be told of alerts.
 *
 * @param funnel of which; null: of all
 * @param from included
 * @param to excluded
 * @param isWeekly whether it is again each week, at the same hours in UTC
 * @param reason shown to people; can be empty
 */
public record PlannedPause(
    String id, @Nullable String funnel, Instant from, Instant to, boolean isWeekly, String reason) {

  private static final Set<String> KNOWN = Set.of("funnel", "from", "to", "weekly", "reason");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int MAX_REASON = 500;

  /** Whether alerts of the funnel are not to be told at the moment. */
  public boolean covers(String ofFunnel, Instant at) {
    if (funnel != null && !funnel.equals(ofFunnel) || at.isBefore(from)) {
      return false;
    }
    var since = Duration.between(from, at);
    var within = isWeekly ? Duration.ofMillis(since.toMillis() % WEEK.toMillis()) : since;
    return within.compareTo(Duration.between(from, to)) < 0;
  }

  /**
   * Reads a pause.
   *
   * @throws InvalidDefinition naming every fault
   */
  public static PlannedPause read(String id, JsonNode json) {
    var form = new FormReader();
    if (!form.object("", json, KNOWN)) {
      throw new InvalidDefinition(List.of(new Violation("pause", "must be an object")));
    }
    var from = moment(form, "from", json);
    var to = moment(form, "to", json);
    boolean isWeekly = form.flag("weekly", json.path("weekly"));
    if (form.violations().isEmpty() && !to.isAfter(from)) {
      form.add("to", "must be after from");
    } else if (isWeekly && Duration.between(from, to).compareTo(WEEK) >= 0) {
      form.add("to", "must be within a week of from, since it is again each week");
    }
    var reason = Objects.requireNonNullElse(form.textOrNull("reason", json.path("reason")), "");
    if (reason.length() > MAX_REASON) {
      form.add("reason", "has more than " + MAX_REASON + " characters");
    }
    var funnel =
        json.path("funnel").isNull() ? null : form.textOrNull("funnel", json.path("funnel"));
    if (!form.violations().isEmpty()) {
      throw new InvalidDefinition(form.violations());
    }
    return new PlannedPause(id, funnel, from, to, isWeekly, reason);
  }

  private static Instant moment(FormReader form, String name, JsonNode json) {
    if (json.path(name).isMissingNode()) {
      form.add(name, "is missing");
    }
    return Objects.requireNonNullElse(form.timeOrNull(name, json.path(name)), Instant.EPOCH);
  }

  /** The JSON that {@link #read} takes. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("funnel", funnel)
        .put("from", from.toString())
        .put("to", to.toString())
        .put("weekly", isWeekly)
        .put("reason", reason);
  }
}

package io.voronka.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.evaluation.Chain;
import io.voronka.model.evaluation.Explanation;
import io.voronka.model.evaluation.Explanation.Obstacle;
import io.voronka.model.evaluation.Explanation.State;
import io.voronka.model.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of what became of a person's attempts: for programs (state, stages, rules, times),
 * and in words.
 */
public final class ExplanationJson {

  private final FunnelDefinition definition;
  private final long asOfMillis;

  /**
   * Prepares.
   *
   * @param asOfMillis the moment from which time left is told
   */
  public ExplanationJson(FunnelDefinition definition, long asOfMillis) {
    this.definition = definition;
    this.asOfMillis = asOfMillis;
  }

  /** Writes a list of attempts. */
  public ArrayNode write(List<Explanation> attempts) {
    var array = JsonNodeFactory.instance.arrayNode();
    attempts.forEach(attempt -> array.add(write(attempt)));
    return array;
  }

  private ObjectNode write(Explanation attempt) {
    var chain = attempt.chain();
    var until = attempt.openUntilMillis();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("entered", time(attempt.entry().timeMillis()))
            .put("state", attempt.state().name().toLowerCase(Locale.ROOT))
            .put("depth", chain == null ? 0 : chain.depth());
    json.set("entry", event(attempt.entry()));
    var stages = json.putArray("stages");
    for (int stage = 0; stage < definition.stages().size(); stage++) {
      stages.add(stage(chain, stage));
    }
    json.put("openUntil", until == null ? null : time(until))
        .put("timeLeft", until == null ? null : duration(until - asOfMillis));
    var stoppedBy = json.putArray("stoppedBy");
    attempt.obstacles().forEach(obstacle -> stoppedBy.add(obstacle(obstacle)));
    return json.put("text", text(attempt));
  }

  private ObjectNode stage(@Nullable Chain chain, int stage) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("stage", stage + 1)
            .put("name", definition.stages().get(stage).name())
            .put(
                "reachedAt",
                chain != null && chain.hasReached(stage) ? time(chain.reachedMillis(stage)) : null);
    var event = chain == null ? null : chain.at(stage);
    json.set("event", event == null ? JsonNodeFactory.instance.nullNode() : event(event));
    return json;
  }

  private static ObjectNode event(Event event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("event", event.name())
        .put("time", time(event.timeMillis()))
        .put("messageId", event.id());
  }

  private ObjectNode obstacle(Obstacle obstacle) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("rule", obstacle.rule().name().toLowerCase(Locale.ROOT));
    json.set("event", event(obstacle.event()));
    return json.put("late", obstacle.lateMillis() > 0 ? duration(obstacle.lateMillis()) : null)
        .put("text", text(obstacle));
  }

  private String text(Explanation attempt) {
    var chain = attempt.chain();
    var text =
        new StringBuilder("Entered with '")
            .append(attempt.entry().name())
            .append("' on ")
            .append(time(attempt.entry().timeMillis()));
    if (attempt.state() == State.COMPLETE) {
      return text.append(" and got through all stages.").toString();
    }
    if (chain == null) {
      text.append("; the attempt is void");
    } else {
      var stage = definition.stages().get(chain.depth() - 1).name();
      text.append(", got to stage ").append(chain.depth()).append(" '").append(stage).append("'");
      text.append(
          attempt.openUntilMillis() == null
              ? " and can't get further"
              : " and can still get further until " + time(attempt.openUntilMillis()));
    }
    for (var obstacle : attempt.obstacles()) {
      text.append("; ").append(text(obstacle));
    }
    return text.append('.').toString();
  }

  private String text(Obstacle obstacle) {
    var event = obstacle.event();
    var late = duration(obstacle.lateMillis());
    return "'"
        + event.name()
        + "' on "
        + time(event.timeMillis())
        + switch (obstacle.rule()) {
          case WINDOW ->
              definition.window().isSession()
                  ? " lies in another session, " + late + " after the last moment of this one"
                  : " came " + late + " after the end of the conversion window";
          case WITHIN -> " came " + late + " later after the stage before than its stage allows";
          case EXCLUSION -> " is excluded there";
          case STRICT -> " lies between the stages, where nothing else may";
          case HOLD -> " has another or no value of " + String.join(", ", definition.hold());
          case TIES -> " happened at the same moment as the stage before";
        };
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String duration(long millis) {
    return Duration.ofMillis(millis).toString();
  }
}

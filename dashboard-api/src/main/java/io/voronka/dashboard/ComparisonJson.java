package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.count.StageReport;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.Stage;
import io.voronka.model.explore.ShareComparison;
import io.voronka.wire.ConditionJson;
import io.voronka.wire.PropertyJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON form of comparisons. */
final class ComparisonJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ComparisonJson() {}

  /**
   * One side and its figures.
   *
   * @param asOf the moment at which they count
   * @param everybody the stages of all, also where a group is asked for
   * @param reached how many of the side reached each stage
   */
  record Side(
      ComparisonQuery.Side query, Instant asOf, List<StageReport> everybody, List<Long> reached) {

    /** How many can still reach a stage who are at another now; null of a group: not known. */
    @Nullable Long open(List<Stage> stages, int from, int to) {
      if (query.group() != null) {
        return null;
      }
      long open = 0;
      for (int stage = from; stage < to; stage++) {
        var pending = everybody.get(stage).pending();
        open += stages.get(stage).optional() || pending == null ? 0 : pending;
      }
      return open;
    }
  }

  static ObjectNode write(Funnel funnel, Side one, Side other, boolean complete) {
    var json =
        NODES
            .objectNode()
            .put("funnel", funnel.key().funnel())
            .put("version", funnel.key().version())
            .put("counting", one.query.report().counting().text())
            .put("complete", complete)
            .put("confidence", ShareComparison.CONFIDENCE)
            .put("power", ShareComparison.POWER)
            .put("fewestExpected", ShareComparison.FEWEST_EXPECTED);
    json.set("one", side(one));
    json.set("other", side(other));
    var stages = funnel.definition().stages();
    var list = json.putArray("stages");
    int before = 0; // the last required stage
    for (int stage = 0; stage < stages.size(); stage++) {
      var item = list.addObject().put("name", stages.get(stage).name());
      item.put("optional", stages.get(stage).optional());
      item.put("one", one.reached().get(stage)).put("other", other.reached().get(stage));
      if (stage > 0) {
        item.set("fromPrevious", rates(one, other, stages, before, before, stage));
        item.set("fromFirst", rates(one, other, stages, 0, 0, stage));
        before = stages.get(stage).optional() ? before : stage;
      } else {
        item.putNull("fromPrevious").putNull("fromFirst");
      }
    }
    return json;
  }

  private static ObjectNode side(Side side) {
    var report = side.query.report();
    var json =
        NODES
            .objectNode()
            .put("from", text(report.from()))
            .put("to", text(report.to()))
            .put("asOf", side.asOf.toString());
    json.set("where", ConditionJson.write(report.where()));
    var group = side.query.group();
    if (group == null) {
      return json.putNull("group");
    }
    var values = json.putObject("group");
    for (int i = 0; i < report.breakdown().size(); i++) {
      values.set(report.breakdown().get(i), PropertyJson.write(group.values().get(i)));
    }
    return json;
  }

  private static ObjectNode rates(
      Side one, Side other, List<Stage> stages, int of, int openFrom, int stage) {
    var test =
        new ShareComparison(
            one.reached().get(stage),
            one.reached().get(of),
            other.reached().get(stage),
            other.reached().get(of));
    var interval = test.interval();
    return NODES
        .objectNode()
        .put("one", share(test.hits(), test.people()))
        .put("other", share(test.otherHits(), test.otherPeople()))
        .put("oneOpen", one.open(stages, openFrom, stage))
        .put("otherOpen", other.open(stages, openFrom, stage))
        .put("difference", test.difference())
        .put("low", interval == null ? null : (Double) interval.low())
        .put("high", interval == null ? null : (Double) interval.high())
        .put("pValue", interval == null ? null : (Double) test.pValue())
        .put("enough", test.isEnough())
        .put("peopleNeeded", test.peopleNeeded());
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (Double) ((double) part / whole);
  }
}

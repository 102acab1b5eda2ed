package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.explore.DriverCounts;
import io.voronka.model.explore.Factor;
import io.voronka.model.explore.FactorCount;
import java.util.List;

/**
 * Asks what the people at a stage have or did who went on from it, and those who dropped.
 *
 * @param of whose people
 * @param stage counted from 0
 */
public record DriversQuestion(TimelineQuestion of, int stage)
    implements ReportQuestion<DriversQuestion> {

  public static final String PATH = "/internal/drivers";

  @Override
  public DriversQuestion to(List<Integer> others) {
    return new DriversQuestion(of.to(others), stage);
  }

  @Override
  public String path() {
    return PATH;
  }

  /** How many there are of each kind, and how many of them have which factor. */
  public record Answer(
      long advanced, long dropped, long pending, List<Counted> factors, boolean cut) {

    public static Answer of(DriverCounts counts) {
      return new Answer(
          counts.advanced(),
          counts.dropped(),
          counts.pending(),
          counts.list().stream().map(Counted::of).toList(),
          counts.isCut());
    }

    /** Adds them to what others gave. */
    public void addTo(DriverCounts sum) {
      sum.addPeople(advanced, dropped, pending);
      factors.forEach(factor -> sum.add(factor.count()));
      if (cut) {
        sum.cut();
      }
    }
  }

  /** As {@link FactorCount}. */
  public record Counted(
      Factor.Source source, String name, JsonNode value, long advanced, long dropped) {

    static Counted of(FactorCount count) {
      var factor = count.factor();
      return new Counted(
          factor.source(),
          factor.name(),
          PropertyJson.write(factor.value()),
          count.advanced(),
          count.dropped());
    }

    FactorCount count() {
      return new FactorCount(new Factor(source, name, PropertyJson.read(value)), advanced, dropped);
    }
  }
}

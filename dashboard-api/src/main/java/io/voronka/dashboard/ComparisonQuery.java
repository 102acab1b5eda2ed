package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.count.Segment;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which two sides of a funnel are compared: two periods, two groups of a breakdown, or two filters.
 *
 * @param one as the parameters of a report say
 * @param other the same, but for what the parameters with {@code other} before their names say
 */
record ComparisonQuery(Side one, Side other) {

  private static final String OTHER = "other";
  private static final Set<String> OF_SIDE =
      Set.of("from", "to", "asOf", "where", "counting", "group");
  private static final Set<String> OF_OTHER = Set.of("from", "to", "asOf", "where", "group");
  private static final Set<String> KNOWN = known();

  /**
   * One side.
   *
   * @param report whose figures, split by the names of the group
   * @param group of whom; null for everybody
   */
  record Side(ReportQuery report, @Nullable Segment group) {}

  private static Set<String> known() {
    var known = new HashSet<>(OF_SIDE);
    known.add("after");
    OF_OTHER.forEach(name -> known.add(nameOfOther(name)));
    return Set.copyOf(known);
  }

  private static String nameOfOther(String name) {
    return OTHER + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /**
   * Reads query parameters.
   *
   * @throws ServiceException naming every fault
   */
  static ComparisonQuery parse(Map<String, List<String>> parameters, FunnelDefinition definition) {
    var faults = new ArrayList<Violation>();
    parameters.keySet().stream()
        .filter(name -> !KNOWN.contains(name))
        .forEach(name -> faults.add(new Violation(name, "is not a known parameter")));
    var ofOne = new HashMap<>(parameters);
    ofOne.keySet().retainAll(QueryParameters.and(OF_SIDE, "after"));
    var ofOther = new HashMap<>(ofOne);
    if (parameters.containsKey("otherFrom") || parameters.containsKey("otherTo")) {
      ofOther.keySet().removeAll(Set.of("from", "to"));
    }
    OF_OTHER.forEach(
        name -> {
          var values = parameters.get(nameOfOther(name));
          if (values != null) {
            ofOther.put(name, values);
          }
        });
    var one = side(ofOne, definition, faults);
    var found = new ArrayList<Violation>();
    var other = side(ofOther, definition, found);
    found.stream()
        .map(fault -> renamed(fault, parameters))
        .filter(fault -> !faults.contains(fault))
        .forEach(faults::add);
    if (faults.isEmpty() && one.equals(other)) {
      faults.add(
          new Violation(
              "otherFrom",
              "or otherTo, otherAsOf, otherWhere, otherGroup must tell the sides apart"));
    }
    if (!faults.isEmpty()) {
      throw new ServiceException(
          ProblemType.INVALID, "The query can't be answered as it is.", faults);
    }
    return new ComparisonQuery(one, other);
  }

  private static Side side(
      Map<String, List<String>> parameters, FunnelDefinition definition, List<Violation> faults) {
    var given = new QueryParameters(parameters, KNOWN);
    var report = given.reader().read(definition.breakdowns());
    var names = PersonsQuery.breakdown(given, report, definition);
    var group = PersonsQuery.group(given, names);
    faults.addAll(given.form().violations());
    return new Side(report.by(names), group);
  }

  /** A fault of the other side stands under the name that the caller gave. */
  private static Violation renamed(Violation fault, Map<String, List<String>> parameters) {
    var name = fault.path().split("[.\\[]", 2)[0];
    return parameters.containsKey(nameOfOther(name))
        ? new Violation(nameOfOther(name) + fault.path().substring(name.length()), fault.message())
        : fault;
  }
}

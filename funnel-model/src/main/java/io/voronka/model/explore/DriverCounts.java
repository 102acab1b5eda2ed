package io.voronka.model.explore;

import io.voronka.model.event.PropertyValue;
import io.voronka.model.explore.Factor.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up how many people who went on from a stage, and how many who dropped there, have which
 * factors. Mutable, not thread-safe.
 */
public final class DriverCounts {

  /** Properties of one event, and names of events, that are compared; of more, the first. */
  static final int MAX_NAMES = 300;

  /** Different values with which a property is compared; with more it tells nothing. */
  static final int MAX_VALUES = 50;

  /** Fewer people with or without a factor are too few to compare. */
  static final int MIN_PERSONS = 5;

  /** Factors that are compared; of more, those of which most people have. */
  static final int MAX_COMPARED = 1000;

  /** How many of those with one factor went on and dropped. */
  private static final class Count {
    long advanced;
    long dropped;
  }

  /** The values of a property; null stands for an event. */
  private static final class Values {
    final Map<@Nullable PropertyValue, Count> counts = new HashMap<>();
    boolean isMany;

    @Nullable Count at(@Nullable PropertyValue value) {
      if (!isMany && !counts.containsKey(value) && counts.size() == MAX_VALUES) {
        makeMany();
      }
      return isMany ? null : counts.computeIfAbsent(value, absent -> new Count());
    }

    void makeMany() {
      isMany = true;
      counts.clear();
    }
  }

  private final Map<Source, Smallest<String, Values>> names = new EnumMap<>(Source.class);
  private long advanced;
  private long dropped;
  private long pending;

  /** Begins with nobody. */
  public DriverCounts() {
    for (var source : Source.values()) {
      names.put(source, new Smallest<>(MAX_NAMES, Comparator.naturalOrder()));
    }
  }

  /** Adds somebody who went on or dropped, with all factors. */
  void add(boolean hasAdvanced, Set<Factor> factors) {
    addPeople(hasAdvanced ? 1 : 0, hasAdvanced ? 0 : 1, 0);
    for (var factor : factors) {
      add(new FactorCount(factor, hasAdvanced ? 1 : 0, hasAdvanced ? 0 : 1));
    }
  }

  /** Adds people, without their factors. */
  public void addPeople(long moreAdvanced, long moreDropped, long morePending) {
    advanced += moreAdvanced;
    dropped += moreDropped;
    pending += morePending;
  }

  /** Adds what another part of the people gave. */
  public void add(FactorCount more) {
    var factor = more.factor();
    var values = of(factor.source()).at(factor.name(), Values::new);
    if (values == null) {
      return;
    }
    if (more.isManyValued()) {
      values.makeMany();
      return;
    }
    var count = values.at(factor.value());
    if (count != null) {
      count.advanced += more.advanced();
      count.dropped += more.dropped();
    }
  }

  private Smallest<String, Values> of(Source source) {
    return names.computeIfAbsent(
        source, absent -> new Smallest<>(MAX_NAMES, Comparator.naturalOrder()));
  }

  /** Tells that a part that was added had more properties or events than are kept. */
  public void cut() {
    of(Source.EVENT).cut();
  }

  /** Whether there are more properties or events than are kept. */
  public boolean isCut() {
    return names.values().stream().anyMatch(Smallest::isCut);
  }

  public long advanced() {
    return advanced;
  }

  public long dropped() {
    return dropped;
  }

  public long pending() {
    return pending;
  }

  /** What was counted, by source and name. */
  public List<FactorCount> list() {
    var list = new ArrayList<FactorCount>();
    names.forEach(
        (source, kept) ->
            kept.forEach(
                (name, values) -> {
                  if (values.isMany) {
                    list.add(FactorCount.manyValued(source, name));
                  }
                  values.counts.forEach(
                      (value, count) ->
                          list.add(
                              new FactorCount(
                                  new Factor(source, name, value), count.advanced, count.dropped)));
                }));
    return list;
  }

  /**
   * Compares.
   *
   * @param most how many drivers to list
   */
  public DriverReport report(int most) {
    var compared = compared();
    var pValues = compared.stream().mapToDouble(one -> table(one).pValue()).toArray();
    var qValues = FalseDiscovery.qValues(pValues);
    var drivers = new ArrayList<Driver>();
    for (int i = 0; i < pValues.length; i++) {
      var one = compared.get(i);
      drivers.add(new Driver(one.factor(), table(one), pValues[i], qValues[i]));
    }
    drivers.sort(Comparator.comparingDouble(Driver::pValue)); // equal ones: larger groups first
    return new DriverReport(
        advanced,
        dropped,
        pending,
        pValues.length,
        drivers.subList(0, Math.min(most, drivers.size())),
        list().stream().filter(FactorCount::isManyValued).map(FactorCount::factor).toList(),
        isCut());
  }

  /** The factors to compare, those that most people have first. Who went on plays no part here. */
  private List<FactorCount> compared() {
    long all = advanced + dropped;
    return list().stream()
        .filter(one -> with(one) >= MIN_PERSONS && all - with(one) >= MIN_PERSONS)
        .sorted(
            Comparator.comparingLong((FactorCount one) -> -with(one))
                .thenComparing(one -> one.factor().source())
                .thenComparing(one -> one.factor().name())
                .thenComparing(one -> String.valueOf(one.factor().value())))
        .limit(MAX_COMPARED)
        .toList();
  }

  private static long with(FactorCount one) {
    return one.advanced() + one.dropped();
  }

  private Association table(FactorCount one) {
    return new Association(
        one.advanced(), one.dropped(), advanced - one.advanced(), dropped - one.dropped());
  }
}

package io.voronka.model.detection;

/**
 * The people of a stage who have a value of a breakdown.
 *
 * @param breakdown the property
 * @param value as text
 */
public record BreakdownValue(String breakdown, String value) implements Comparable<BreakdownValue> {

  @Override
  public int compareTo(BreakdownValue other) {
    int byBreakdown = breakdown.compareTo(other.breakdown);
    return byBreakdown != 0 ? byBreakdown : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return breakdown + "=" + value;
  }
}

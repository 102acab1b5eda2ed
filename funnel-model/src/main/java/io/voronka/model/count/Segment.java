package io.voronka.model.count;

import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The people whose entry event has these values of a definition's breakdowns, in the definition's
 * order; null stands for an absent property. No values: everybody.
 */
public record Segment(List<@Nullable PropertyValue> values) {

  public static final Segment EVERYBODY = new Segment(List.of());

  public Segment {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}

package io.voronka.allinone.drop;

import org.jspecify.annotations.Nullable;

/** What can go wrong, or only looks as if. */
public enum EpisodeKind {
  DROP_20("drop", 0.2, null),
  DROP_30("drop", 0.3, null),
  DROP_50("drop", 0.5, null),
  DROP_100("drop", 1, null),
  SAFARI_50("drop", 0.5, "browser=safari"),
  SAFARI_100("drop", 1, "browser=safari"),
  GRADUAL("gradual", 0.5, null),
  TRAFFIC_STOP("traffic_stop", 1, null),
  TRAFFIC_TIMES_3("traffic_x3", 0, null),
  CAMPAIGN_TIMES_10("campaign_x10", 0, "source=campaign"),
  LATE_60("late", 0, null);

  private final String text;
  private final double delta;
  private final @Nullable String segment;

  EpisodeKind(String text, double delta, @Nullable String segment) {
    this.text = text;
    this.delta = delta;
    this.segment = segment;
  }

  /** The word for it in truth files. */
  public String text() {
    return text;
  }

  /** The share of the advances that fails, in the end. */
  public double delta() {
    return delta;
  }

  /** Whom it concerns, as {@code property=value}; null: everybody. */
  public @Nullable String segment() {
    return segment;
  }

  /** Whether fewer of those who come advance. */
  public boolean isDrop() {
    return text.equals("drop") || text.equals("gradual");
  }

  /** Whether it is nothing to be alarmed about. */
  public boolean isBenign() {
    return delta == 0;
  }

  /** Whether it can only be told with the properties of those who come. */
  public boolean needsProperties() {
    return segment != null;
  }
}

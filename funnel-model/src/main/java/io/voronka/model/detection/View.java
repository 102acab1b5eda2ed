package io.voronka.model.detection;

/** Which people a window is about. */
public enum View {
  /** Those who advance in it, or should: sees at once what stops people who are already waiting. */
  CALENDAR,
  /** Those who came in it: sees first what harms new people only. */
  COHORT
}

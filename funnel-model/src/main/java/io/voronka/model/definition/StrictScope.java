package io.voronka.model.definition;

/** Which events interrupt a chain of a strict funnel. */
public enum StrictScope {
  /** Every other event of the person. */
  ALL,
  /** Events that match some stage of the funnel. */
  FUNNEL
}

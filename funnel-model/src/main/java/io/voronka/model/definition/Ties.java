package io.voronka.model.definition;

/** How events of one instant count in a chain. */
public enum Ties {
  /** In whichever order serves the chain: clients stamp batches with one time. */
  ANY,
  /** Each stage strictly later than the one before. */
  INCREASING
}

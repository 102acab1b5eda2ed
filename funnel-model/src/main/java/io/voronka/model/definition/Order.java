package io.voronka.model.definition;

/** What may lie between the stages of a funnel, and in which order they are passed. */
public enum Order {
  /** One stage after the other; anything may lie between. */
  ORDERED,
  /** One stage after the other; no other event lies between. */
  STRICT,
  /** In any order. */
  UNORDERED
}

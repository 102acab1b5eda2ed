package io.voronka.model.identity;

/** Why something that was said of a person is not followed. */
public enum Refusal {
  /** The room holds as many entries as it may; the entry stays in the log only. */
  TOO_MANY_ENTRIES,
  /** The person would have more ids than it may; the id that follows stands alone. */
  TOO_MANY_IDS,
  /** An id that many senders use for "nobody", see {@link Placeholders}. */
  PLACEHOLDER
}

package io.voronka.model.identity;

/**
 * Something that is kept in rooms. Rooms take it together with {@link Comparable}: an order that
 * begins with time and message id and is total, so that entries that differ in anything are never
 * equal in it. Of two versions of one message the smaller one stays, whichever comes first.
 */
public interface Entry {

  /** The message id: entries with the same one are versions of one message. */
  String id();

  /** When it happened, in milliseconds since 1970 UTC. */
  long timeMillis();
}

package io.voronka.model.identity;

/**
 * Whom an id follows.
 *
 * @param id the followed id
 * @param since the moment of the link that says so; {@link Moment#SINCE_EVER} of a forced merge
 */
public record Address(String id, Moment since) implements Comparable<Address> {

  /** Orders by moment; of one moment, which takes one message id sent with two contents, by id. */
  @Override
  public int compareTo(Address other) {
    int bySince = since.compareTo(other.since);
    return bySince != 0 ? bySince : id.compareTo(other.id);
  }
}

package io.voronka.model.identity;

import java.util.List;

/**
 * Is told what becomes of persons.
 *
 * @param <E> what is kept in rooms
 */
public interface Persons<E> {

  /**
   * A person's timeline is another one now. Of each id, what was before is what was after the last
   * time; at first nothing.
   *
   * @param home the id at which the person is at home
   * @param before in order, each message id once; empty if the id was not a person's home
   * @param after likewise
   */
  void changed(String home, List<E> before, List<E> after);

  /** Something was said that is not followed. */
  void refused(String id, Refusal why);
}

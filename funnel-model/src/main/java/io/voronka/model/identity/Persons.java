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

  /**
   * A person's timeline has one entry more, somewhere; told of what {@link RoomStore#append} added.
   */
  void added(String home, E entry);

  /**
   * A person was erased: nobody is at home there any more.
   *
   * @param before what the timeline was, as of {@link #changed}; never empty
   * @param isSubtracted whether the person is to be taken out of the figures too
   */
  void erased(String home, List<E> before, boolean isSubtracted);

  /** Something was said that is not followed. */
  void refused(String id, Refusal why);
}

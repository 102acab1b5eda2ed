package io.voronka.model.identity;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a room is told. The first two come from senders, the others from rooms and from the writer
 * of forced merges; those of one partition to another must arrive in the order sent, each once.
 * Every implementation is a value.
 *
 * @param <E> what is kept in rooms
 */
public sealed interface RoomMessage<E> {

  /** Whether it passes on only what was said, and nothing of who belongs together. */
  default boolean isOfEntriesOnly() {
    return this instanceof Add<E> add
        ? !add.isFirst() && add.ids().isEmpty()
        : this instanceof Remove<E> remove && remove.ids().isEmpty();
  }

  /**
   * Something happened to whom this id belongs.
   *
   * @param isUser whether the id was given as the user's own
   * @param others further ids that were given with it: a device's, an e-mail's, a contact's
   */
  record Said<E>(E entry, boolean isUser, List<String> others) implements RoomMessage<E> {
    public Said {
      others = List.copyOf(others);
      if (!isUser && !others.isEmpty()) {
        throw new IllegalArgumentException("other ids are those of a user");
      }
    }
  }

  /**
   * Others belong to this id: an identify or alias.
   *
   * @param others none if it says only that this id is somebody's own
   * @param isForced whether they are joined for good, whatever they are
   */
  record Identify<E>(Moment at, List<String> others, boolean isForced) implements RoomMessage<E> {
    public Identify {
      others = List.copyOf(others);
    }
  }

  /** This id was said to belong to another, which knows itself identified since then. */
  record Link<E>(Address to) implements RoomMessage<E> {}

  /** A room that was told to follow this one was erased: it is to be told when there is cause. */
  record TellAgain<E>(String other) implements RoomMessage<E> {}

  /** From the writer: note it, then have that one follow by force. */
  record IdentifySinceEver<E>(String follower) implements RoomMessage<E> {}

  /** Follow for good. */
  record Force<E>(String to) implements RoomMessage<E> {}

  /**
   * What a room holds that mirrors here, all of it to begin with and then what is new, each entry
   * in its present version.
   *
   * @param since the moment of the link that it follows
   * @param isFirst whether it mirrors here only from now on; others come from followers only
   */
  record Add<E>(String follower, Moment since, boolean isFirst, Set<String> ids, List<E> entries)
      implements RoomMessage<E> {
    public Add {
      ids = Set.copyOf(ids);
      entries = List.copyOf(entries);
    }
  }

  /** What a follower holds no longer: ids, and message ids of entries. */
  record Remove<E>(String follower, Set<String> ids, List<String> entryIds)
      implements RoomMessage<E> {
    public Remove {
      ids = Set.copyOf(ids);
      entryIds = List.copyOf(entryIds);
    }
  }

  /** A follower does not mirror here any more. */
  record Drop<E>(String follower) implements RoomMessage<E> {}

  /** The room that this id follows does not take it: its person has too many ids. */
  record Refuse<E>(String by) implements RoomMessage<E> {}

  /**
   * Forget this id and all of its person.
   *
   * @param by the neighbour that passes it on, or null if it comes from outside
   * @param isSubtracted whether the person is taken out of the figures too
   */
  record Erase<E>(@Nullable String by, boolean isSubtracted) implements RoomMessage<E> {}
}

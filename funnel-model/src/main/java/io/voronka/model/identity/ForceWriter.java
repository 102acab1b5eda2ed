package io.voronka.model.identity;

import io.voronka.model.identity.WriterMessage.ForceRequest;
import io.voronka.model.identity.WriterMessage.Forget;
import org.jspecify.annotations.Nullable;

/**
 * Gives forced addresses. There is one for a project, so that no two requests can close a circle:
 * who stands at the end of one chain of forced addresses follows who stands at the end of the
 * other. So an id gets at most one.
 *
 * @param <E> what is kept in rooms
 */
public final class ForceWriter<E> {

  private final ForcedAddresses addresses;
  private final Outbox<E> outbox;
  private final Persons<E> persons;
  private final int longest;

  /**
   * Makes a writer; it has no state of its own.
   *
   * @param limits of a chain the writer follows as many addresses as a person may have ids
   */
  public ForceWriter(
      ForcedAddresses addresses, Outbox<E> outbox, Persons<E> persons, RoomLimits limits) {
    this.addresses = addresses;
    this.outbox = outbox;
    this.persons = persons;
    this.longest = limits.ids();
  }

  public void handle(WriterMessage message) {
    if (message instanceof Forget forget) {
      addresses.remove(forget.id());
    } else if (message instanceof ForceRequest request) {
      force(request.previous(), request.id());
    }
  }

  private void force(String previous, String id) {
    var follower = end(previous);
    var followed = end(id);
    if (follower == null || followed == null) {
      persons.refused(id, Refusal.TOO_MANY_IDS);
    } else if (!follower.equals(followed)) {
      addresses.put(follower, followed);
      // The followed one must know itself identified before it is followed: it passes this on.
      outbox.toRoom(followed, new RoomMessage.IdentifySinceEver<>(follower));
    }
  }

  /** Returns who stands at the end of the chain, or null if it is too long. */
  private @Nullable String end(String id) {
    var end = id;
    for (int steps = 0; steps <= longest; steps++) {
      var next = addresses.get(end);
      if (next == null) {
        return end;
      }
      end = next;
    }
    return null;
  }
}

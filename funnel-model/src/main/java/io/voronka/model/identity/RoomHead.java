package io.voronka.model.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the room of an id knows besides its entries. An immutable value; whatever changes it returns
 * the same object where nothing changes.
 *
 * @param link the earliest link, whether it is followed or not
 * @param identifiedFrom the earliest moment at which the id was somebody's own: the target of a
 *     link, or the explicit user of an event
 * @param forced whom a forced merge made it follow for good
 * @param refusedBy a room that did not take it because its person has too many ids
 * @param followers the rooms that mirror here, each with the ids that it stands for: its own and
 *     those of its followers
 * @param told other ids that were told to follow this one, each with the earliest moment told; the
 *     last few, in the order in which they were first told
 * @param tellers ids that told this one to follow them; the last few, in order
 * @param marks which bounds were met; suspected misuse
 */
public record RoomHead(
    @Nullable Address link,
    @Nullable Moment identifiedFrom,
    @Nullable String forced,
    @Nullable String refusedBy,
    Map<String, Set<String>> followers,
    Map<String, Moment> told,
    Set<String> tellers,
    Set<Refusal> marks) {

  /** Of an id of which nothing is known; needs not be kept. */
  public static final RoomHead EMPTY =
      new RoomHead(null, null, null, null, Map.of(), Map.of(), Set.of(), Set.of());

  public RoomHead {
    // Most have none of them, and there are many heads.
    followers =
        followers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(followers));
    told = told.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(told));
    tellers =
        tellers.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(tellers));
    marks = Set.copyOf(marks);
  }

  /**
   * Returns whom the id follows, or null if it is a home: its forced address if it has one, else
   * its earliest link, provided that this is earlier than the moment from which it is identified.
   */
  public @Nullable Address address() {
    var address = forced != null ? new Address(forced, Moment.SINCE_EVER) : followedLink();
    return address == null || address.id().equals(refusedBy) ? null : address;
  }

  private @Nullable Address followedLink() {
    return link != null && (identifiedFrom == null || link.since().isBefore(identifiedFrom))
        ? link
        : null;
  }

  /** Whether the room's entries are a person's timeline. */
  public boolean isHome() {
    return address() == null;
  }

  /** Returns all ids that the room stands for: its own and those of its followers, in order. */
  public Set<String> ids(String own) {
    var ids = new TreeSet<String>();
    ids.add(own);
    followers.values().forEach(ids::addAll);
    return ids;
  }

  RoomHead withLink(Address to) {
    return link != null && link.compareTo(to) <= 0
        ? this
        : new RoomHead(to, identifiedFrom, forced, refusedBy, followers, told, tellers, marks);
  }

  RoomHead withIdentification(Moment at) {
    return identifiedFrom != null && !at.isBefore(identifiedFrom)
        ? this
        : new RoomHead(link, at, forced, refusedBy, followers, told, tellers, marks);
  }

  RoomHead withForced(String to) {
    return to.equals(forced)
        ? this
        : new RoomHead(link, Moment.SINCE_EVER, to, refusedBy, followers, told, tellers, marks);
  }

  RoomHead withRefusedBy(String room) {
    return new RoomHead(link, identifiedFrom, forced, room, followers, told, tellers, marks);
  }

  private RoomHead withFollower(String follower, Set<String> ids) {
    var changed = new TreeMap<>(followers);
    changed.put(follower, ids);
    return withFollowers(changed);
  }

  RoomHead withoutFollower(String follower) {
    var changed = new TreeMap<>(followers);
    return changed.remove(follower) == null ? this : withFollowers(changed);
  }

  RoomHead withIds(String follower, Set<String> more) {
    var known = followers.get(follower);
    if (known != null && known.containsAll(more)) {
      return this;
    }
    var changed = new TreeSet<>(more);
    changed.addAll(known == null ? Set.of() : known);
    return withFollower(follower, changed);
  }

  RoomHead withoutIds(String follower, Set<String> gone) {
    var changed = new TreeSet<>(followers.getOrDefault(follower, Set.of()));
    return changed.removeAll(gone) ? withFollower(follower, changed) : this;
  }

  private RoomHead withFollowers(Map<String, Set<String>> changed) {
    return new RoomHead(link, identifiedFrom, forced, refusedBy, changed, told, tellers, marks);
  }

  /** Whether the other id was not told, as far as is remembered, or only of a later moment. */
  boolean isNewsTo(String other, Moment at) {
    var known = told.get(other);
    return known == null || at.isBefore(known);
  }

  RoomHead withTold(String other, Moment at, int remembered) {
    var changed = new LinkedHashMap<>(told);
    changed.put(other, at);
    keepLast(changed.keySet(), remembered);
    return new RoomHead(
        link, identifiedFrom, forced, refusedBy, followers, changed, tellers, marks);
  }

  RoomHead withoutTold(String other) {
    var changed = new LinkedHashMap<>(told);
    return changed.remove(other) == null
        ? this
        : new RoomHead(link, identifiedFrom, forced, refusedBy, followers, changed, tellers, marks);
  }

  RoomHead withTeller(String teller, int remembered) {
    var changed = new LinkedHashSet<>(tellers);
    if (!changed.add(teller)) {
      return this;
    }
    keepLast(changed, remembered);
    return new RoomHead(link, identifiedFrom, forced, refusedBy, followers, told, changed, marks);
  }

  private static void keepLast(Collection<String> ids, int most) {
    var oldest = ids.iterator();
    while (ids.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Returns the head without the mark that a bound was met. */
  public RoomHead withoutMark(Refusal why) {
    var changed = EnumSet.noneOf(Refusal.class);
    changed.addAll(marks);
    return changed.remove(why)
        ? new RoomHead(link, identifiedFrom, forced, refusedBy, followers, told, tellers, changed)
        : this;
  }

  RoomHead withMark(Refusal why) {
    if (marks.contains(why)) {
      return this;
    }
    var changed = EnumSet.of(why);
    changed.addAll(marks);
    return new RoomHead(link, identifiedFrom, forced, refusedBy, followers, told, tellers, changed);
  }
}

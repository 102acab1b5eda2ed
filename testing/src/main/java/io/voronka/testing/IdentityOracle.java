package io.voronka.testing;

import io.voronka.model.identity.Address;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.Placeholders;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is who, by the rule word for word: an id follows its earliest link, provided that this is
 * earlier than the moment from which it is identified. Looks at everything that was said at once.
 */
public final class IdentityOracle {

  /**
   * What was said of an id.
   *
   * @param others belong to it
   */
  public record Statement(String id, Moment at, List<String> others) {}

  private final Map<String, Address> links = new HashMap<>();
  private final Map<String, Moment> identified = new HashMap<>();
  private final Map<String, String> forced = new HashMap<>();

  /** Hears an identification of its id, and links of the others to it; in any order. */
  public void hear(Statement statement) {
    identified.merge(statement.id(), statement.at(), IdentityOracle::smaller);
    for (var other : statement.others()) {
      if (canLink(other, statement.id())) {
        links.merge(other, new Address(statement.id(), statement.at()), IdentityOracle::smaller);
      }
    }
  }

  private static boolean canLink(String other, String id) {
    return !other.equals(id)
        && !Placeholders.isPlaceholder(other)
        && !Placeholders.isPlaceholder(id);
  }

  private static <T extends Comparable<T>> T smaller(T one, T other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** Merges by force; in the order in which the writer of forced merges took them. */
  public void force(String previous, String id) {
    var follower = forcedEnd(previous);
    var followed = forcedEnd(id);
    if (!follower.equals(followed)) {
      forced.put(follower, followed);
      identified.put(follower, Moment.SINCE_EVER);
      identified.put(followed, Moment.SINCE_EVER);
    }
  }

  private String forcedEnd(String id) {
    return forced.containsKey(id) ? forcedEnd(forced.get(id)) : id;
  }

  /** Returns the id at the end: where the person is at home. */
  public String homeOf(String id) {
    var link = links.get(id);
    var since = identified.get(id);
    if (forced.containsKey(id)) {
      return homeOf(forced.get(id));
    }
    return link != null && (since == null || link.since().isBefore(since)) ? homeOf(link.id()) : id;
  }

  /** Returns the persons that the ids make, by their home. */
  public SortedMap<String, SortedSet<String>> persons(Collection<String> ids) {
    var persons = new TreeMap<String, SortedSet<String>>();
    ids.forEach(id -> persons.computeIfAbsent(homeOf(id), home -> new TreeSet<>()).add(id));
    return persons;
  }

  /** Forgets all that was said of an id. */
  public void forget(String id) {
    links.remove(id);
    identified.remove(id);
    forced.remove(id);
  }
}

package io.voronka.dashboard.oidc;

import io.voronka.wire.access.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What values of the roles claim allow. Who has several values gets the project of the first that
 * is listed, and there the largest role.
 *
 * @param all in the order of the setting
 */
public record Grants(List<Grant> all) {

  /** Nobody may anything. */
  public static final Grants NONE = new Grants(List.of());

  public Grants {
    all = List.copyOf(all);
  }

  /**
   * What one value allows.
   *
   * @param value of the claim, such as the name of a group
   */
  public record Grant(String value, String project, Role role) {}

  /** Reads {@code value=project:role[,value=project:role...]}; empty of anything else. */
  static Optional<Grants> read(String text) {
    var grants = new ArrayList<Grant>();
    for (var entry : text.split(",", -1)) {
      int equals = entry.lastIndexOf('=');
      int colon = entry.lastIndexOf(':');
      if (equals < 1 || colon < equals + 2) {
        return Optional.empty();
      }
      var role = Role.of(entry.substring(colon + 1).strip());
      if (role.isEmpty()) {
        return Optional.empty();
      }
      grants.add(
          new Grant(
              entry.substring(0, equals).strip(),
              entry.substring(equals + 1, colon).strip(),
              role.get()));
    }
    return Optional.of(new Grants(grants));
  }

  /** Returns those of the values that allow anything. */
  List<String> known(Collection<String> values) {
    return all.stream().map(Grant::value).distinct().filter(values::contains).toList();
  }

  /** Returns what somebody with these values may do; empty: nothing. */
  public Optional<Grant> of(Collection<String> values) {
    var own = all.stream().filter(grant -> values.contains(grant.value())).toList();
    return own.stream()
        .filter(grant -> grant.project().equals(own.get(0).project()))
        .reduce((one, other) -> one.role().includes(other.role()) ? one : other);
  }
}

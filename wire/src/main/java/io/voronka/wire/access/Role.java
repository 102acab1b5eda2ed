package io.voronka.wire.access;

import java.util.Locale;
import java.util.Optional;

/** What the holder of a token may do in its project; each role may do what those before it may. */
public enum Role {
  /** Sees figures and people. */
  VIEWER,
  /** Also saves funnels and rules, and sends what was rejected again. */
  EDITOR,
  /** Also makes keys and tokens. */
  ADMIN;

  /** Returns the role of a name in lower case. */
  public static Optional<Role> of(String text) {
    for (var role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}

package io.voronka.model.session;

import static java.util.stream.Collectors.joining;

import io.voronka.model.event.PropertyPath;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a session, in definitions as {@code session.} and the name. Where it came
 * from and what it was used with are told by its first event.
 */
public enum SessionProperty {
  /** The name of its {@link Channel}. */
  CHANNEL,
  UTM_SOURCE,
  UTM_MEDIUM,
  UTM_CAMPAIGN,
  UTM_TERM,
  UTM_CONTENT,
  /** The address of the page before, if that is on another site. */
  REFERRER,
  /** Its host, without {@code www.}. */
  REFERRING_DOMAIN,
  /** The path of its first page, of an app the name of its first screen. */
  LANDING,
  /** Likewise of its last. */
  EXIT,
  /** {@code desktop}, {@code mobile}, {@code tablet} or what the event says. */
  DEVICE,
  BROWSER,
  OS,
  COUNTRY,
  /** 1 for the person's first session, a whole number. */
  NUMBER,
  /** When it began, an ISO 8601 time in UTC. */
  START;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in paths and reports. */
  public String text() {
    return text;
  }

  public static Optional<SessionProperty> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }

  /** Says what is wrong with a path that asks a session for what it does not have, else null. */
  public static @Nullable String faultOf(String path) {
    boolean isUnknown =
        PropertyPath.Scope.of(path) == PropertyPath.Scope.SESSION
            && of(PropertyPath.Scope.SESSION.nameIn(path)).isEmpty();
    return isUnknown
        ? "'"
            + path
            + "' is no property of a session; it has "
            + Arrays.stream(values()).map(SessionProperty::text).collect(joining(", "))
        : null;
  }
}

package io.voronka.model.session;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an address. Whatever senders put there is read as far as it can be.
 *
 * @param host in lower case, without port; empty if there is none
 * @param path from its slash on; empty if there is none
 * @param query what follows the question mark; empty if there is none
 */
record Url(String host, String path, String query) {

  static final Url NONE = new Url("", "", "");

  static Url of(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    int fragment = text.indexOf('#');
    var address = fragment < 0 ? text : text.substring(0, fragment);
    int question = address.indexOf('?');
    var query = question < 0 ? "" : address.substring(question + 1);
    var place = question < 0 ? address : address.substring(0, question);
    int scheme = place.indexOf("://");
    var rest = scheme < 0 ? place : place.substring(scheme + 3);
    int slash = rest.indexOf('/');
    return new Url(
        host(slash < 0 ? rest : rest.substring(0, slash)),
        slash < 0 ? "" : rest.substring(slash),
        query);
  }

  private static String host(String authority) {
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    int port = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return (port <= 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
  }

  /** The host without {@code www.}. */
  String site() {
    return host.startsWith("www.") ? host.substring(4) : host;
  }

  /** Whether both are hosts of one site: the same, or one below the other. */
  boolean isSameSite(Url other) {
    var mine = site();
    var theirs = other.site();
    return !mine.isEmpty()
        && (mine.equals(theirs)
            || mine.endsWith("." + theirs) && !theirs.isEmpty()
            || theirs.endsWith("." + mine));
  }

  /** Returns the first value of a query parameter that is not blank, decoded, or null. */
  @Nullable String parameter(String name) {
    if (query.isEmpty()) {
      return null; // of most events, and some twenty names are asked for
    }
    for (var pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equals(name)) {
        var value = decoded(pair.substring(equals + 1)).strip();
        if (!value.isEmpty()) {
          return value;
        }
      }
    }
    return null;
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return value;
    }
  }
}

package io.voronka.model.identity;

import java.util.Locale;
import java.util.Set;

/**
 * Ids that stand for "nobody" or come from a programming mistake. Many people send the same one, so
 * the door takes them for missing, and rooms never link them: else all of those would become one
 * person.
 */
public final class Placeholders {

  /**
   * In lower case. What Segment, PostHog, Mixpanel and Amplitude refuse, and our own field names.
   */
  private static final Set<String> TABLE =
      Set.of(
          // no value, as various languages write it
          "null",
          "undefined",
          "nil",
          "<nil>",
          "none",
          "nan",
          "na",
          "n/a",
          "[object object]",
          "[]",
          "{}",
          "true",
          "false",
          "-1",
          // nobody in particular
          "anonymous",
          "anon",
          "guest",
          "unknown",
          "visitor",
          "not_authenticated",
          // a field's name in place of its value
          "id",
          "email",
          "userid",
          "user_id",
          "anonymousid",
          "anonymous_id",
          "distinctid",
          "distinct_id",
          // a build number that many Android devices gave as their id
          "lmy47d");

  private static final int MOST_CHARACTERS = // lower case never has fewer
      TABLE.stream().mapToInt(String::length).max().orElseThrow();

  private Placeholders() {}

  /** Whether the id never links; case, surrounding blanks and one pair of quotes don't matter. */
  public static boolean isPlaceholder(String id) {
    var bare = unquoted(id.strip()).strip();
    return isOfZeroes(bare)
        || bare.length() <= MOST_CHARACTERS && TABLE.contains(bare.toLowerCase(Locale.ROOT));
  }

  /** Also the UUID of zeroes, with its dashes, and what is empty. */
  private static boolean isOfZeroes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }

  private static String unquoted(String text) {
    int last = text.length() - 1;
    boolean isQuoted =
        last > 0
            && text.charAt(0) == text.charAt(last)
            && (text.charAt(0) == '"' || text.charAt(0) == '\'');
    return isQuoted ? text.substring(1, last) : text;
  }
}

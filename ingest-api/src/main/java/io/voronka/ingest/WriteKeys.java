package io.voronka.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the project of a request by its write key. */
final class WriteKeys {

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private final Map<String, String> projects;

  WriteKeys(Map<String, String> projects) {
    this.projects = Map.copyOf(projects);
  }

  /** Returns the project of a key, or null if it is unknown. */
  @Nullable String project(@Nullable String key) {
    return key == null ? null : projects.get(key);
  }

  /**
   * Returns the project that an {@code Authorization} header names: by the user name of Basic, with
   * or without a colon behind it, or by a bearer token.
   *
   * @return null if it names none; a key in the body may still do
   */
  @Nullable String projectOfHeader(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return project(userName(authorization.substring(BASIC.length()).strip()));
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return project(authorization.substring(BEARER.length()).strip());
    }
    return null;
  }

  private static @Nullable String userName(String base64) {
    try {
      var text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? text : text.substring(0, colon);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}

package io.voronka.kit;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Entity tags of answers (RFC 9110, 8.8.3): a hash of their bytes. They are weak, since the same
 * answer can be compressed or not.
 */
final class EntityTags {

  private static final int BYTES = 16;

  private EntityTags() {}

  /** Names the tag of an answer; tells whether the caller has this answer already. */
  static boolean isKnown(Context ctx, byte[] body) {
    if (ctx.method() != HandlerType.GET || ctx.status().getCode() != 200) {
      return false;
    }
    var tag = of(body);
    ctx.header("ETag", tag);
    if (ctx.res().getHeader("Cache-Control") == null) {
      ctx.header("Cache-Control", "private, no-cache"); // kept, but asked for each time
    }
    var known = ctx.header("If-None-Match");
    return known != null
        && Arrays.stream(known.split(",")).map(String::strip).anyMatch(tag::equals);
  }

  private static String of(byte[] body) {
    var hash = Arrays.copyOf(sha256().digest(body), BYTES);
    return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}

package io.voronka.wire.access;

import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import io.voronka.wire.source.StoredSource;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@link Topics#ACCESS}: a write key, an API token or a source of webhooks of a
 * project, or that there is none any more.
 *
 * <p>The key is the project, a zero byte, {@code key}, {@code token} or {@code source}, a zero
 * byte, the id; the value is JSON, or null for what was removed.
 *
 * @param kind what it is of
 * @param writeKey null unless it is one
 * @param token null unless it is one
 * @param source null unless it is one
 */
public record AccessRecord(
    Kind kind,
    String project,
    String id,
    @Nullable WriteKey writeKey,
    @Nullable ApiToken token,
    @Nullable StoredSource source) {

  /** What there is. */
  public enum Kind {
    KEY("key"),
    TOKEN("token"),
    SOURCE("source");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  public static AccessRecord of(WriteKey key) {
    return new AccessRecord(Kind.KEY, key.project(), key.id(), key, null, null);
  }

  public static AccessRecord of(ApiToken token) {
    return new AccessRecord(Kind.TOKEN, token.project(), token.id(), null, token, null);
  }

  public static AccessRecord of(StoredSource source) {
    return new AccessRecord(Kind.SOURCE, source.project(), source.id(), null, null, source);
  }

  public static AccessRecord removed(Kind kind, String project, String id) {
    return new AccessRecord(kind, project, id, null, null, null);
  }

  /** Whether it says that there is none any more. */
  public boolean isRemoval() {
    return writeKey == null && token == null && source == null;
  }

  public byte[] encodeKey() {
    return (project + '\0' + kind.text + '\0' + id).getBytes(StandardCharsets.UTF_8);
  }

  public byte @Nullable [] encodeValue() {
    Object value = writeKey != null ? writeKey : token != null ? token : source;
    return value == null ? null : Json.bytes(value);
  }

  /**
   * Reads a record.
   *
   * @throws MalformedRecord if it is none, or none that this version understands
   */
  public static AccessRecord decode(byte[] key, byte @Nullable [] value) {
    var parts = new String(key, StandardCharsets.UTF_8).split("\0", 3);
    for (var kind : Kind.values()) {
      if (parts.length == 3 && kind.text.equals(parts[1])) {
        if (value == null) {
          return removed(kind, parts[0], parts[2]);
        }
        return switch (kind) {
          case KEY -> of(Json.read(value, WriteKey.class));
          case TOKEN -> of(Json.read(value, ApiToken.class));
          case SOURCE -> of(Json.read(value, StoredSource.class));
        };
      }
    }
    throw new MalformedRecord("not the key of a write key, a token or a source");
  }
}

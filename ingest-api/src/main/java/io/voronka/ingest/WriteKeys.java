package io.voronka.ingest;

import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.AccessRecord.Kind;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sender of a request by its write key: one of the settings, or one that was made since.
 * Holds hashes alone. Safe for any thread.
 */
final class WriteKeys {

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";
  private static final int HASH_IN_ID = 8;
  private static final int MOST_CHARACTERS = 500; // longer texts are no keys, and not worth a hash

  private final Senders senders;
  private final InstantSource clock;
  private final Map<String, Sender> byHash = new ConcurrentHashMap<>();

  /** Those that were made, with the hashes that lead to them. */
  private final Map<String, Sender> made = new ConcurrentHashMap<>();

  /**
   * Knows the keys of the settings; {@link #take} tells it of others.
   *
   * @param projects by their keys
   */
  WriteKeys(Map<String, String> projects, Senders senders, InstantSource clock) {
    this.senders = senders;
    this.clock = clock;
    projects.forEach(
        (secret, project) -> {
          var hash = Secrets.hash(secret);
          byHash.put(hash, senders.ofKey(ofSettings(project, secret, hash), true));
        });
  }

  private static WriteKey ofSettings(String project, String secret, String hash) {
    var hint = Secrets.hint(secret);
    return new WriteKey(
        project,
        "settings-" + hash.substring(0, HASH_IN_ID),
        "VORONKA_WRITE_KEYS " + hint,
        List.of(new Secret(hash, hint, Secret.FOR_GOOD)),
        List.of(),
        0,
        false,
        false,
        0);
  }

  /** Takes what is said of a key; for one thread. */
  void take(AccessRecord record) {
    if (record.kind() != Kind.KEY) {
      return;
    }
    var name = record.project() + '\0' + record.id();
    var before = made.get(name);
    var key = record.writeKey();
    if (key != null) {
      var sender = before == null ? senders.ofKey(key, false) : before.with(key);
      made.put(name, sender);
      key.secrets().forEach(secret -> byHash.put(secret.hash(), sender));
    } else {
      made.remove(name);
    }
    if (before != null) {
      before.key().secrets().stream()
          .filter(old -> key == null || !isAmong(key.secrets(), old))
          .forEach(old -> byHash.remove(old.hash()));
    }
  }

  private static boolean isAmong(List<Secret> secrets, Secret one) {
    return secrets.stream().anyMatch(secret -> secret.hash().equals(one.hash()));
  }

  /** Returns whose a key is, or null if it is unknown, disabled or not good any more. */
  @Nullable Sender find(@Nullable String key) {
    if (key == null || key.isEmpty() || key.length() > MOST_CHARACTERS) {
      return null;
    }
    var hash = Secrets.hash(key);
    var sender = byHash.get(hash);
    return sender != null && sender.isGood(hash, clock.millis()) ? sender : null;
  }

  /**
   * Returns the sender that an {@code Authorization} header names: by the user name of Basic, with
   * or without a colon behind it, or by a bearer token.
   *
   * @return null if it names none; a key in the body may still do
   */
  @Nullable Sender ofHeader(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return find(userName(authorization.substring(BASIC.length()).strip()));
    }
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return find(authorization.substring(BEARER.length()).strip());
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

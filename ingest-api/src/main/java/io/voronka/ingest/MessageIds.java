package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes ids for calls that come without one. */
final class MessageIds {

  /** What a sender may change when it sends the same call again. */
  private static final List<String> VOLATILE =
      List.of("sentAt", "receivedAt", "writeKey", "_metadata", "integrations", "messageId");

  private final Supplier<UUID> random;

  MessageIds(Supplier<UUID> random) {
    this.random = random;
  }

  /**
   * Returns an id. A call that says its time gets one from its content, so that a request sent
   * again after a lost answer does not count twice; two calls without a time can't be told from one
   * sent twice, so each counts.
   *
   * @param sender whose event it is
   */
  String idFor(CallType type, String sender, ObjectNode call, EventTime time) {
    return time.isSaid() ? fromContent(type, sender, call) : random.get().toString();
  }

  private static String fromContent(CallType type, String sender, ObjectNode call) {
    JsonNode stable = call.deepCopy().without(VOLATILE);
    var digest = sha256();
    digest.update((type.text() + '\0' + sender + '\0').getBytes(StandardCharsets.UTF_8));
    digest.update(Json.bytes(stable));
    return "sha256-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}

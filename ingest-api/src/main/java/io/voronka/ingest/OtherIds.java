package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.ReceivedEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads further ids of the sender from a call: its e-mail address, hashed, or its previous id. */
final class OtherIds {

  private static final String EMAIL = "email:";

  private OtherIds() {}

  /** Returns the ids beside user id and anonymous id. */
  static List<String> of(CallType type, JsonNode call, JsonNode context, Faults faults) {
    if (type == CallType.ALIAS) {
      var previous = CallTexts.senderId(call, "previousId", faults);
      if (previous == null && faults.isEmpty()) {
        faults.add(RefusalKind.ID, "previousId", "must be the id that was used before");
      }
      return previous == null ? List.of() : List.of(previous);
    }
    var traits = type == CallType.IDENTIFY ? call.path("traits") : context.path("traits");
    var email = traits.path("email").asText("").strip();
    return isAddress(email) ? List.of(EMAIL + hash(email)) : List.of();
  }

  /** Returns whether two identified persons are to become one, which only an alias can say. */
  static Kind kind(CallType type, JsonNode call, @Nullable String userId, Faults faults) {
    if (type != CallType.ALIAS) {
      return type.kind();
    }
    var force = call.path("force");
    if (!force.isMissingNode() && !force.isNull() && !force.isBoolean()) {
      faults.add(RefusalKind.FIELD, "force", "must be true or false");
    }
    if (userId == null) {
      faults.add(RefusalKind.ID, "userId", "must be the id that stays");
    }
    return force.asBoolean() ? Kind.MERGE : Kind.ALIAS;
  }

  /** Good enough to tell an address from a placeholder; whether it exists only a mail can tell. */
  private static boolean isAddress(String text) {
    int at = text.indexOf('@');
    return at > 0 && at == text.lastIndexOf('@') && text.indexOf('.', at) > at + 1;
  }

  private static String hash(String email) {
    var lower = email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageIds.sha256().digest(lower));
  }
}

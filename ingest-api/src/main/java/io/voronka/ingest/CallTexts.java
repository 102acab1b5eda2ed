package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the short texts of a call: ids and names. Pure. */
final class CallTexts {

  /** What badly written senders put where an id is not known; compared without case. */
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "null",
          "undefined",
          "none",
          "nil",
          "nan",
          "unknown",
          "anonymous",
          "guest",
          "visitor",
          "not_authenticated",
          "true",
          "false",
          "0",
          "-1",
          "id",
          "userid",
          "user_id",
          "anonymousid",
          "anonymous_id",
          "distinctid",
          "distinct_id",
          "email",
          "[object object]",
          "00000000-0000-0000-0000-000000000000");

  private CallTexts() {}

  /** Reads an id of a person or device; one that stands for nobody is null. */
  static @Nullable String senderId(JsonNode call, String field, Faults faults) {
    var id = id(call, field, faults);
    return id == null || PLACEHOLDERS.contains(id.toLowerCase(Locale.ROOT)) ? null : id;
  }

  /** Reads an id: a string, or a number as its digits; null if absent, blank or at fault. */
  static @Nullable String id(JsonNode call, String field, Faults faults) {
    var node = call.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    var text = node.isTextual() ? node.textValue() : digits(node);
    if (text == null) {
      faults.add(RefusalKind.ID, field, "must be a string or a number");
      return null;
    }
    return text.isBlank() || !isFit(text, RefusalKind.ID, field, faults) ? null : text;
  }

  private static @Nullable String digits(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.asText();
    }
    return node.isNumber() && Double.isFinite(node.doubleValue())
        ? BigDecimal.valueOf(node.doubleValue()).stripTrailingZeros().toPlainString()
        : null;
  }

  /** Reads a name that must be there; empty if it is at fault. */
  static String name(JsonNode call, String field, Faults faults) {
    var node = call.path(field);
    if (!node.isTextual() || node.textValue().isBlank()) {
      faults.add(RefusalKind.NAME, field, "must be a string that is not blank");
      return "";
    }
    return isFit(node.textValue(), RefusalKind.NAME, field, faults) ? node.textValue() : "";
  }

  private static boolean isFit(String text, RefusalKind kind, String field, Faults faults) {
    if (text.codePointCount(0, text.length()) > Limits.TEXT_CHARACTERS) {
      faults.add(kind, field, "has more than " + Limits.TEXT_CHARACTERS + " characters");
      return false;
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      faults.add(kind, field, "has a control character");
      return false;
    }
    if (text.codePoints().anyMatch(CallTexts::isSurrogate)) {
      faults.add(kind, field, "has half of a character (a lone surrogate)");
      return false;
    }
    return true;
  }

  /** Among code points only a surrogate without its other half is one. */
  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}

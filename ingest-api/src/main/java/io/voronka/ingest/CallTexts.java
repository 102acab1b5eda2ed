package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.identity.Placeholders;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the short texts of a call: ids and names. Pure. */
final class CallTexts {

  private CallTexts() {}

  /**
   * Reads an id of a person or device; null also if it stands for nobody ({@link Placeholders}).
   */
  static @Nullable String senderId(JsonNode call, String field, Faults faults) {
    var id = id(call, field, faults);
    return id == null || Placeholders.isPlaceholder(id) ? null : id;
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

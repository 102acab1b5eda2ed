package io.voronka.ingest.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.identity.Placeholders;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads the short texts of a message: ids and names. Pure. */
public final class CallTexts {

  private CallTexts() {}

  /**
   * Reads an id of a person or device; null also if it stands for nobody ({@link Placeholders}).
   */
  static @Nullable String senderId(JsonNode node, String field, Faults faults) {
    var id = id(node, field, faults);
    return id == null || Placeholders.isPlaceholder(id) ? null : id;
  }

  /** Reads an id: a string, or a number as its digits; null if absent, blank or at fault. */
  static @Nullable String id(JsonNode node, String field, Faults faults) {
    if (isAbsent(node)) {
      return null;
    }
    var text = plain(node);
    if (text == null) {
      faults.add(RefusalKind.ID, field, "must be a string or a number");
      return null;
    }
    return text.isBlank() || !isFit(text, RefusalKind.ID, field, faults) ? null : text;
  }

  /** Returns a string as it is and a number as its digits, null for anything else. */
  public static @Nullable String plain(JsonNode node) {
    return node.isTextual() ? node.textValue() : digits(node);
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
  static String name(JsonNode node, String field, Faults faults) {
    if (!node.isTextual() || node.textValue().isBlank()) {
      faults.add(RefusalKind.NAME, field, "must be a string that is not blank");
      return "";
    }
    return isFit(node.textValue(), RefusalKind.NAME, field, faults) ? node.textValue() : "";
  }

  /** Whether nothing is said there. */
  public static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean isFit(String text, RefusalKind kind, String field, Faults faults) {
    var fault = faultOf(text);
    if (fault != null) {
      faults.add(kind, field, fault);
    }
    return fault == null;
  }

  /** Returns what keeps a text from being an id or a name, or null. */
  static @Nullable String faultOf(String text) {
    if (text.length() <= Limits.TEXT_CHARACTERS && isPlain(text)) {
      return null;
    }
    int characters = 0;
    boolean hasControl = false;
    boolean hasHalf = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      hasControl |= Character.isISOControl(character);
      // Among code points only a surrogate without its other half is one.
      hasHalf |= character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      characters++;
    }
    if (characters > Limits.TEXT_CHARACTERS) {
      return "has more than " + Limits.TEXT_CHARACTERS + " characters";
    }
    if (hasControl) {
      return "has a control character";
    }
    return hasHalf ? "has half of a character (a lone surrogate)" : null;
  }

  /** Whether it is of printable ASCII only, as nearly all are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~') {
        return false;
      }
    }
    return true;
  }
}

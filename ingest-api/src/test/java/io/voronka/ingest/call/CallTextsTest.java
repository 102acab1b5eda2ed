package io.voronka.ingest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallTextsTest {

  private static final List<String> PIECES =
      List.of(" ", "~", "a", "\u007f", "\u001f", "\u0080", "\u009f", "\u00a0", "é", "\uffff");
  private static final List<String> HALVES = List.of("🛒", "\ud83d", "\uded2");

  @Test
  void a_text_of_any_characters_is_judged_character_by_character() {
    for (long seed = 0; seed < 50_000; seed++) {
      var text = text(new Random(seed));
      assertThat(CallTexts.faultOf(text))
          .as("seed %d: %s", seed, text.chars().mapToObj(Integer::toHexString).toList())
          .isEqualTo(plain(text));
    }
  }

  private static String plain(String text) {
    if (text.codePoints().count() > 200) {
      return "has more than 200 characters";
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      return "has a control character";
    }
    boolean hasHalf = text.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
    return hasHalf ? "has half of a character (a lone surrogate)" : null;
  }

  /** Of nothing but printable ASCII half the time, of any length about the limit. */
  private static String text(Random random) {
    int size = random.nextInt(3) == 0 ? 195 + random.nextInt(10) : random.nextInt(8);
    boolean isPlain = random.nextBoolean();
    var text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      boolean isPrintable = isPlain || random.nextInt(20) > 0;
      text.append(isPrintable ? (char) (' ' + random.nextInt('~' - ' ' + 1)) : odd(random));
    }
    return text.toString();
  }

  private static String odd(Random random) {
    var pieces = random.nextInt(3) == 0 ? HALVES : PIECES;
    return pieces.get(random.nextInt(pieces.size()));
  }
}

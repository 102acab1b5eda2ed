package io.voronka.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Constants as the words for them in JSON: their names in lower case. */
final class Words {

  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <T extends Enum<T>> Optional<T> find(Class<T> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(one -> of(one).equals(word)).findFirst();
  }

  /** Lists the words: {@code 'any' or 'increasing'}. */
  static <T extends Enum<T>> String all(Class<T> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(one -> "'" + of(one) + "'")
        .collect(Collectors.joining(" or "));
  }
}

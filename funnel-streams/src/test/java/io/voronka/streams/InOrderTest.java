package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InOrderTest {

  @Test
  void keys_are_in_the_order_of_their_bytes() {
    for (int seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      var keys = new ArrayList<byte[]>();
      var alike = bytes(random, 12);
      for (int i = random.nextInt(20); i > 0; i--) {
        var key = Arrays.copyOf(alike, alike.length + random.nextInt(14));
        for (int at = alike.length; at < key.length; at++) {
          key[at] = (byte) (random.nextInt(3) - 1); // of zeroes and what is largest, too
        }
        keys.add(key);
      }
      var expected = new ArrayList<>(keys);
      expected.sort(Arrays::compareUnsigned);
      assertThat(texts(InOrder.of(keys, key -> key)))
          .as("seed %d", seed)
          .isEqualTo(texts(expected));
    }
  }

  private static byte[] bytes(Random random, int most) {
    var bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<String> texts(List<byte[]> keys) {
    return keys.stream().map(Arrays::toString).toList();
  }
}

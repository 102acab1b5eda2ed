package io.voronka.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealTest {

  private final Seal seal = new Seal(new byte[Seal.KEY_BYTES], new SecureRandom());

  @Test
  void what_was_closed_opens_again_and_looks_different_each_time() {
    var one = seal.close("secret".getBytes(UTF_8));
    var other = seal.close("secret".getBytes(UTF_8));

    assertThat(one).matches("[A-Za-z0-9_-]+").isNotEqualTo(other);
    assertThat(seal.open(one))
        .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("secret"));
    assertThat(seal.open(other)).isPresent();
  }

  @Test
  void nothing_else_opens() {
    var sealed = seal.close("secret".getBytes(UTF_8));
    var otherKey = new byte[Seal.KEY_BYTES];
    otherKey[0] = 1;

    for (int at = 0; at < sealed.length() - 1; at++) {
      char changed = sealed.charAt(at) == 'A' ? 'B' : 'A';
      assertThat(seal.open(sealed.substring(0, at) + changed + sealed.substring(at + 1)))
          .as("changed at " + at)
          .isEmpty();
    }
    assertThat(seal.open(sealed.substring(0, 10))).isEmpty();
    assertThat(seal.open("")).isEmpty();
    assertThat(seal.open("not Base64!")).isEmpty();
    assertThat(new Seal(otherKey, new SecureRandom()).open(sealed)).isEmpty();
  }

  @Test
  void what_belongs_to_something_opens_with_it_alone() {
    var shop = "shop".getBytes(UTF_8);
    var sealed = seal.close("secret".getBytes(UTF_8), shop);

    assertThat(seal.open(sealed, shop)).isPresent();
    assertThat(seal.open(sealed, "mall".getBytes(UTF_8))).isEmpty();
    assertThat(seal.open(sealed)).isEmpty();
    assertThat(seal.open(seal.close("secret".getBytes(UTF_8)), shop)).isEmpty();
  }
}

package io.voronka.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComposeTest {

  @Test
  void containers_are_in_the_order_of_their_numbers() {
    assertThat(Compose.byNumber("10 c\n2 b\n1 a\n")).containsExactly("a", "b", "c");
  }

  @Test
  void of_a_service_without_containers_there_are_none() {
    assertThat(Compose.byNumber("")).isEmpty();
  }
}

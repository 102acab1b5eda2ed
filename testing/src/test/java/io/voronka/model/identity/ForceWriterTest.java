package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.identity.RoomMessage.Identify;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForceWriterTest {

  private final World<Note> world = World.of(4, new RoomLimits(100, 3, 100, 10));

  private void force(String previous, String id) {
    world.send(id, new Identify<>(new Moment(0, "f"), List.of(previous), true));
    world.run(new Random(1));
  }

  @Test
  void joins_the_ends_of_what_was_joined_before() {
    force("a", "b");
    force("a", "c");
    force("c", "a");

    assertThat(world.forced()).isEqualTo(Map.of("a", "b", "b", "c"));
    assertThat(world.head("c").ids("c")).containsExactly("a", "b", "c");
  }

  @Test
  void refuses_where_a_chain_is_longer_than_a_person_has_ids() {
    force("a", "b");
    force("b", "c");
    force("c", "d");
    force("d", "e");
    world.refusals().clear();
    force("a", "f");

    assertThat(world.refusals()).containsExactly(Refusal.TOO_MANY_IDS);
    assertThat(world.forced()).doesNotContainKey("e");

    force("b", "f");
    assertThat(world.forced()).containsEntry("e", "f");
  }
}

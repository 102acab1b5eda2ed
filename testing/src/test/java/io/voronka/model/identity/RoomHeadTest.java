package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomHeadTest {

  private static final RoomHead EMPTY = RoomHead.EMPTY;

  private static Moment at(int time) {
    return new Moment(time, "m" + time);
  }

  private static Address to(String id, int time) {
    return new Address(id, at(time));
  }

  @Test
  void an_id_follows_its_earliest_link() {
    assertThat(EMPTY.address()).isNull();
    assertThat(EMPTY.withLink(to("ann", 5)).address()).isEqualTo(to("ann", 5));
    assertThat(EMPTY.withLink(to("ann", 5)).withLink(to("bob", 3)).address())
        .isEqualTo(to("bob", 3));
    assertThat(EMPTY.withLink(to("bob", 3)).withLink(to("ann", 5)).address())
        .isEqualTo(to("bob", 3));
  }

  @Test
  void of_one_moment_the_smaller_message_id_is_earlier_and_then_the_smaller_target() {
    var first = new Address("zoe", new Moment(1, "m1"));
    var second = new Address("ann", new Moment(1, "m2"));
    var third = new Address("bob", new Moment(1, "m2"));

    assertThat(EMPTY.withLink(third).withLink(second).withLink(first).link()).isEqualTo(first);
    assertThat(EMPTY.withLink(third).withLink(second).link()).isEqualTo(second);
  }

  @Test
  void provided_that_it_is_earlier_than_its_own_identification() {
    var linked = EMPTY.withLink(to("ann", 5));

    assertThat(linked.withIdentification(at(6)).isHome()).isFalse();
    assertThat(linked.withIdentification(at(5)).isHome()).isTrue();
    assertThat(linked.withIdentification(at(4)).isHome()).isTrue();
    assertThat(linked.withIdentification(at(4)).withIdentification(at(6)).isHome()).isTrue();
    assertThat(linked.withIdentification(at(5)).withLink(to("bob", 4)).address())
        .isEqualTo(to("bob", 4));
  }

  @Test
  void a_forced_address_wins_for_good() {
    var forced = EMPTY.withIdentification(at(1)).withLink(to("bob", 0)).withForced("ann");

    assertThat(forced.address()).isEqualTo(new Address("ann", Moment.SINCE_EVER));
    assertThat(forced.withLink(to("cleo", -1)).address()).isEqualTo(forced.address());
    assertThat(forced.identifiedFrom()).isEqualTo(Moment.SINCE_EVER);
  }

  @Test
  void who_is_refused_stays_at_home_until_another_is_to_be_followed() {
    var refused = EMPTY.withLink(to("ann", 5)).withRefusedBy("ann");

    assertThat(refused.isHome()).isTrue();
    assertThat(refused.withLink(to("ann", 4)).isHome()).isTrue();
    assertThat(refused.withLink(to("bob", 4)).address()).isEqualTo(to("bob", 4));
  }

  @Test
  void a_home_stands_for_its_own_id_and_those_of_its_followers() {
    var head =
        EMPTY
            .withIds("phone", Set.of("phone", "sim"))
            .withIds("laptop", Set.of("laptop", "sim"))
            .withIds("phone", Set.of("watch"));

    assertThat(head.ids("ann")).containsExactly("ann", "laptop", "phone", "sim", "watch");
    assertThat(head.withoutIds("phone", Set.of("sim", "watch")).ids("ann"))
        .containsExactly("ann", "laptop", "phone", "sim");
    assertThat(head.withoutFollower("laptop").withoutFollower("phone")).isEqualTo(EMPTY);
  }

  @Test
  void what_changes_nothing_returns_the_same() {
    var head =
        EMPTY
            .withLink(to("ann", 5))
            .withIdentification(at(3))
            .withIds("phone", Set.of("phone"))
            .withTeller("ann", 5)
            .withMark(Refusal.TOO_MANY_IDS);

    assertThat(head.withLink(to("ann", 5))).isSameAs(head);
    assertThat(head.withLink(to("bob", 6))).isSameAs(head);
    assertThat(head.withIdentification(at(3))).isSameAs(head);
    assertThat(head.withIds("phone", Set.of("phone"))).isSameAs(head);
    assertThat(head.withoutIds("phone", Set.of("laptop"))).isSameAs(head);
    assertThat(head.withoutFollower("laptop")).isSameAs(head);
    assertThat(head.withTeller("ann", 5)).isSameAs(head);
    assertThat(head.withoutTold("phone")).isSameAs(head);
    assertThat(head.withMark(Refusal.TOO_MANY_IDS)).isSameAs(head);
    assertThat(head.withoutMark(Refusal.TOO_MANY_ENTRIES)).isSameAs(head);
  }

  @Test
  void a_mark_can_be_taken_away_and_leaves_the_others() {
    var marked = EMPTY.withMark(Refusal.TOO_MANY_IDS).withMark(Refusal.TOO_MANY_ENTRIES);

    assertThat(marked.marks())
        .containsExactlyInAnyOrder(Refusal.TOO_MANY_IDS, Refusal.TOO_MANY_ENTRIES);
    assertThat(marked.withoutMark(Refusal.TOO_MANY_ENTRIES))
        .isEqualTo(EMPTY.withMark(Refusal.TOO_MANY_IDS));
  }

  @Test
  void it_remembers_the_last_few() {
    var head = EMPTY.withTold("a", at(3), 2).withTold("b", at(3), 2).withTold("a", at(2), 2);
    assertThat(head.isNewsTo("a", at(2))).isFalse();
    assertThat(head.isNewsTo("a", at(1))).isTrue();
    assertThat(head.withTold("c", at(3), 2).told()).containsOnlyKeys("b", "c");

    var tellers = EMPTY.withTeller("a", 2).withTeller("b", 2).withTeller("c", 2).tellers();
    assertThat(tellers).containsExactly("b", "c");
  }
}

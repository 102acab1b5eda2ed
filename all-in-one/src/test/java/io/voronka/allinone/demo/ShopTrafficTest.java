package io.voronka.allinone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.allinone.demo.ShopTraffic.Due;
import io.voronka.wire.DefinitionJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShopTrafficTest {

  private static final Instant OPENED = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void the_same_seed_and_opening_give_the_same_events() {
    assertThat(first(1000, 7)).isEqualTo(first(1000, 7)).isNotEqualTo(first(1000, 8));
  }

  @Test
  void events_come_in_the_order_in_which_they_are_sent_and_none_before_it_happened() {
    var events = first(5000, 7);
    assertThat(events).extracting(Due::at).isSorted();
    assertThat(events).allSatisfy(due -> assertThat(timeOf(due)).isBetween(OPENED, due.at()));
  }

  @Test
  void some_are_late_and_some_are_sent_twice() {
    var events = first(5000, 7);
    var late = events.stream().filter(due -> due.at().isAfter(timeOf(due))).count();
    var ids = events.stream().map(due -> due.call().path("messageId").asText()).distinct().count();
    assertThat(late).isBetween(50L, 300L);
    assertThat(ids).isBetween(4900L, 4980L);
  }

  @Test
  void each_stage_has_fewer_events_than_the_one_before() {
    var names = first(20_000, 7).stream().map(due -> nameOf(due.call())).toList();
    assertThat(
            Stream.of("Page Viewed", "Product Added", "Checkout Started", "Order Completed")
                .map(name -> names.stream().filter(name::equals).count()))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotHaveDuplicates()
        .allMatch(count -> count > 100);
  }

  @Test
  void whoever_is_identified_keeps_both_ids_from_then_on() {
    assertThat(first(5000, 7))
        .filteredOn(due -> due.call().path("type").asText().equals("identify"))
        .isNotEmpty()
        .allSatisfy(
            due -> {
              assertThat(due.call().path("userId").asText()).startsWith("customer-");
              assertThat(due.call().path("anonymousId").asText()).startsWith("visitor-");
            });
  }

  @Test
  void a_day_brings_about_as_many_visitors_as_asked_for_and_more_in_the_evening() {
    var traffic = new ShopTraffic(new Random(7), 0.1, OPENED);
    int day = 0;
    int evening = 0;
    int morning = 0;
    while (traffic.nextAt().isBefore(OPENED.plus(Duration.ofDays(1)))) {
      var due = traffic.next();
      if (due.call().path("type").asText().equals("page")) {
        day++;
        evening += timeOf(due).isAfter(OPENED.plus(Duration.ofHours(16))) ? 1 : 0;
        morning += timeOf(due).isBefore(OPENED.plus(Duration.ofHours(8))) ? 1 : 0;
      }
    }
    assertThat(day).isBetween(8_000, 9_300);
    assertThat(evening).isGreaterThan(morning);
  }

  @Test
  void its_funnel_can_be_defined() {
    assertThat(DefinitionJson.read(ShopSimulation.funnel()).window().length())
        .isEqualTo(Duration.ofHours(2));
  }

  private static List<Due> first(int events, long seed) {
    var traffic = new ShopTraffic(new Random(seed), 1, OPENED);
    return Stream.generate(traffic::next).limit(events).toList();
  }

  private static Instant timeOf(Due due) {
    return Instant.parse(due.call().path("timestamp").asText());
  }

  private static String nameOf(JsonNode call) {
    return call.path("type").asText().equals("page") ? "Page Viewed" : call.path("event").asText();
  }
}

package io.voronka.model.session;

import static io.voronka.model.session.SessionProperty.BROWSER;
import static io.voronka.model.session.SessionProperty.CHANNEL;
import static io.voronka.model.session.SessionProperty.COUNTRY;
import static io.voronka.model.session.SessionProperty.DEVICE;
import static io.voronka.model.session.SessionProperty.EXIT;
import static io.voronka.model.session.SessionProperty.LANDING;
import static io.voronka.model.session.SessionProperty.NUMBER;
import static io.voronka.model.session.SessionProperty.OS;
import static io.voronka.model.session.SessionProperty.REFERRER;
import static io.voronka.model.session.SessionProperty.REFERRING_DOMAIN;
import static io.voronka.model.session.SessionProperty.START;
import static io.voronka.model.session.SessionProperty.UTM_CAMPAIGN;
import static io.voronka.model.session.SessionProperty.UTM_CONTENT;
import static io.voronka.model.session.SessionProperty.UTM_MEDIUM;
import static io.voronka.model.session.SessionProperty.UTM_SOURCE;
import static io.voronka.model.session.SessionProperty.UTM_TERM;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionDetailsTest {

  private static SessionDetails only(Timeline timeline) {
    var all = all(timeline);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static List<SessionDetails> all(Timeline timeline) {
    return SessionDetails.of(timeline, SessionRule.DEFAULT);
  }

  /** A session of one page view. */
  private static SessionDetails of(Map<String, Object> properties) {
    return only(
        Timeline.of(List.of(new Event("m", 1000, "Page Viewed", (Fields) value(properties)))));
  }

  private static PropertyValue value(Object plain) {
    if (plain instanceof Map<?, ?> map) {
      var fields = new LinkedHashMap<String, PropertyValue>();
      map.forEach((name, one) -> fields.put((String) name, value(one)));
      return new Fields(fields);
    }
    return new Text((String) plain);
  }

  private static @Nullable String text(SessionDetails session, SessionProperty property) {
    return session.get(property) instanceof Text text ? text.value() : null;
  }

  @Test
  void reads_what_the_libraries_of_segment_say() {
    var url = "http://shop.example.com/pricing?utm_source=ads&utm_medium=cpc&gclid=gc123";
    var session =
        of(
            Map.of(
                "context",
                Map.of(
                    "page",
                    Map.of(
                        "path", "/pricing", "referrer", "https://search.example.net/", "url", url),
                    "campaign",
                    Map.of("source", "ads", "medium", "cpc", "name", "spring", "term", "shoes"),
                    "device",
                    Map.of("type", "ios"),
                    "os",
                    Map.of("name", "iPhone OS"),
                    "location",
                    Map.of("country", "Germany"),
                    "browser",
                    Map.of("name", "Firefox"))));

    assertThat(text(session, UTM_SOURCE)).isEqualTo("ads");
    assertThat(text(session, UTM_MEDIUM)).isEqualTo("cpc");
    assertThat(text(session, UTM_CAMPAIGN)).isEqualTo("spring");
    assertThat(text(session, UTM_TERM)).isEqualTo("shoes");
    assertThat(text(session, UTM_CONTENT)).isNull();
    assertThat(text(session, CHANNEL)).isEqualTo("Paid Other");
    assertThat(text(session, LANDING)).isEqualTo("/pricing");
    assertThat(text(session, REFERRER)).isEqualTo("https://search.example.net/");
    assertThat(text(session, REFERRING_DOMAIN)).isEqualTo("search.example.net");
    assertThat(text(session, DEVICE)).isEqualTo("mobile");
    assertThat(text(session, OS)).isEqualTo("iPhone OS");
    assertThat(text(session, BROWSER)).isEqualTo("Firefox");
    assertThat(text(session, COUNTRY)).isEqualTo("Germany");
  }

  @Test
  void reads_what_posthog_says() {
    var session =
        of(
            Map.of(
                "$current_url", "https://shop.example.com/a?utm_campaign=may%20day#top",
                "$referrer", "$direct",
                "$referring_domain", "$direct",
                "utm_source", "news",
                "$device_type", "Desktop",
                "$browser", "Chrome",
                "$os", "Mac OS X",
                "$geoip_country_code", "DE"));

    assertThat(text(session, UTM_CAMPAIGN)).isEqualTo("may day");
    assertThat(text(session, UTM_SOURCE)).isEqualTo("news");
    assertThat(text(session, REFERRER)).isNull();
    assertThat(text(session, REFERRING_DOMAIN)).isNull();
    assertThat(text(session, LANDING)).isEqualTo("/a");
    assertThat(text(session, DEVICE)).isEqualTo("desktop");
    assertThat(text(session, BROWSER)).isEqualTo("Chrome");
    assertThat(text(session, OS)).isEqualTo("Mac OS X");
    assertThat(text(session, COUNTRY)).isEqualTo("DE");
  }

  @Test
  void reads_what_ga4_says() {
    var session =
        of(
            Map.of(
                "page_location", "https://shop.example.com",
                "page_referrer", "https://www.google.com/"));

    assertThat(text(session, LANDING)).isEqualTo("/");
    assertThat(text(session, CHANNEL)).isEqualTo("Organic Search");
    assertThat(text(session, REFERRING_DOMAIN)).isEqualTo("google.com");
  }

  @Test
  void every_place_in_the_table_is_looked_into_and_the_first_with_text_counts() {
    for (var field : EventField.values()) {
      var below = new LinkedHashMap<String, PropertyValue>();
      var paths = field.paths();
      for (int i = paths.size() - 1; i >= 0; i--) {
        below.put(paths.get(i).toString(), new Text("value " + i));
        assertThat(field.in(new Fields(below))).as("%s", paths.get(i)).isEqualTo("value " + i);
      }
      below.put(paths.get(0).toString(), new Whole(1));
      assertThat(field.in(new Fields(below))).as("no text at %s", paths.get(0)).isNotNull();
      below.put(paths.get(0).toString(), new Text(" "));
      assertThat(field.in(new Fields(below))).as("blank at %s", paths.get(0)).isNotEqualTo("");
    }
  }

  @Test
  void the_first_event_says_where_a_session_came_from_and_each_has_its_own() {
    var sessions =
        all(
            timeline(
                "10:00 a{utm_source=mail}  10:20 b{utm_source=ads}  11:00 c{utm_source=ads}"
                    + "  12:00 d"));

    assertThat(sessions)
        .extracting(one -> text(one, UTM_SOURCE))
        .containsExactly("mail", "ads", null);
    assertThat(sessions)
        .extracting(one -> one.get(NUMBER))
        .containsExactly(new Whole(1), new Whole(2), new Whole(3));
    assertThat(text(sessions.get(1), START)).isEqualTo("2026-03-02T11:00:00Z");
    assertThat(text(sessions.get(2), CHANNEL)).isEqualTo("Direct");
  }

  @Test
  void entry_and_exit_are_the_first_and_the_last_page_whatever_lies_around_them() {
    var session =
        only(
            timeline(
                "10:00 a  10:01 b{path=/x?q=1}  10:02 page_view{url=https://a.example/y}  10:03"
                    + " c"));
    assertThat(text(session, LANDING)).isEqualTo("/x");
    assertThat(text(session, EXIT)).isEqualTo("/y");

    var app = only(timeline("10:00 screen_view{name=Home}  10:01 a{name=no-page}"));
    assertThat(text(app, LANDING)).isEqualTo("Home");
    assertThat(text(app, EXIT)).isEqualTo("Home");
    assertThat(text(only(timeline("10:00 a")), LANDING)).isNull();
  }

  @Test
  void a_bounce_has_one_event_or_only_views_of_one_page() {
    assertThat(only(timeline("10:00 buy")).isBounce()).isTrue();
    assertThat(only(timeline("10:00 page_view{path=/a}  10:01 page_view{path=/a}")).isBounce())
        .isTrue();
    assertThat(only(timeline("10:00 page_view{path=/a}  10:01 page_view{path=/b}")).isBounce())
        .isFalse();
    assertThat(only(timeline("10:00 page_view{path=/a}  10:01 buy{path=/a}")).isBounce()).isFalse();
    assertThat(only(timeline("10:00 page_view  10:01 page_view")).isBounce())
        .as("pages that nobody named are not known to be one")
        .isFalse();
  }

  @Test
  void events_in_context_answer_for_session_and_person_and_never_for_what_is_named_so() {
    var timeline =
        Timeline.of(
            timeline("10:00 a{session.channel=x,person.plan=free}  10:45 b{utm_source=ads}")
                .events(),
            timeline("09:00 s{plan=free,size=2}  12:00 s{plan=pro}").events());
    var events = EventsInContext.of(timeline, SessionRule.DEFAULT).events();

    assertThat(in(events.get(0), "session.channel")).isEqualTo(new Text("Direct"));
    assertThat(in(events.get(1), "session.number")).isEqualTo(new Whole(2));
    assertThat(in(events.get(0), "session.colour")).isNull();
    assertThat(in(events.get(0), "person.plan")).isEqualTo(new Text("pro"));
    assertThat(in(events.get(0), "person.size")).isEqualTo(new Whole(2));
    assertThat(in(events.get(1), "person.age")).isNull();
    assertThat(in(events.get(1), "utm_source")).isEqualTo(new Text("ads"));
    assertThat(EventsInContext.said(events.get(1).properties()))
        .isEqualTo(timeline.events().get(1).properties());
    var without = new Event("m", 0, "a", (Fields) value(Map.of("session", Map.of("os", "x"))));
    assertThat(in(without, "session.os")).isNull();
    assertThat(in(without, "session")).isNotNull();
  }

  private static @Nullable PropertyValue in(Event event, String path) {
    return PropertyPath.of(path).in(event.properties());
  }
}

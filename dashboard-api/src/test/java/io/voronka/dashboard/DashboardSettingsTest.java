package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.kit.InvalidSettings;
import io.voronka.kit.SettingsReader;
import io.voronka.model.time.Calendar;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DashboardSettingsTest {

  @Test
  void without_any_setting_days_are_those_of_utc_and_weeks_begin_on_monday() {
    assertThat(read(Map.of()).calendar("shop")).isEqualTo(Calendar.UTC);
  }

  @Test
  void projects_may_differ_from_the_others() {
    var settings =
        read(
            Map.of(
                "VORONKA_TIME_ZONE", "Asia/Kolkata, shop=Europe/Berlin",
                "VORONKA_WEEK_START", "blog=sunday"));

    assertThat(settings.calendar("shop")).isEqualTo(calendar("Europe/Berlin", DayOfWeek.MONDAY));
    assertThat(settings.calendar("blog")).isEqualTo(calendar("Asia/Kolkata", DayOfWeek.SUNDAY));
    assertThat(settings.calendar("news")).isEqualTo(calendar("Asia/Kolkata", DayOfWeek.MONDAY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Berlin                   | VORONKA_TIME_ZONE must be a time zone such as Europe/Berlin
          +02:00                   | VORONKA_TIME_ZONE must be a time zone
          UTC,                     | VORONKA_TIME_ZONE entry 2 must be a time zone
          UTC,shop=                | VORONKA_TIME_ZONE entry 2 must be a time zone
          UTC,Shop=UTC             | VORONKA_TIME_ZONE entry 2 must name a project
          UTC,=UTC                 | VORONKA_TIME_ZONE entry 2 must name a project
          a=UTC,a=Europe/Berlin    | VORONKA_TIME_ZONE entry 2 repeats a project
          UTC,Europe/Berlin        | VORONKA_TIME_ZONE must not have more than one value without
          """)
  void a_time_zone_that_can_not_be_used_stops_the_start(String text, String fault) {
    assertThatThrownBy(() -> read(Map.of("VORONKA_TIME_ZONE", text)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(fault);
  }

  @Test
  void all_faults_are_reported_together() {
    var env =
        Map.of(
            "VORONKA_TIME_ZONE", "Berlin,shop=Europe/Berlin,blog=Mars",
            "VORONKA_WEEK_START", "Monday");

    assertThatThrownBy(() -> read(env))
        .hasMessageContainingAll(
            "VORONKA_TIME_ZONE entry 1",
            "VORONKA_TIME_ZONE entry 3",
            "VORONKA_WEEK_START must be a weekday such as monday");
  }

  private static DashboardSettings read(Map<String, String> env) {
    var reader = new SettingsReader(env);
    var settings = DashboardSettings.read(reader);
    reader.orThrow();
    return settings;
  }

  private static Calendar calendar(String zone, DayOfWeek weekStart) {
    return new Calendar(ZoneId.of(zone), weekStart);
  }
}

package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.Funnel;
import io.voronka.model.time.Calendar;
import io.voronka.testing.FunnelText;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunnelRecordTest {

  private static final Funnel CHECKOUT = FunnelText.saved(FunnelText.funnel("view > buy", "PT1H"));
  private static final Calendar BERLIN = new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.SUNDAY);

  @Test
  void a_funnel_comes_back_with_its_calendar() {
    var record = FunnelRecord.saved(new Funnel(CHECKOUT.key(), CHECKOUT.definition(), BERLIN));

    assertThat(FunnelRecord.decode(record.encodeKey(), record.encodeValue())).isEqualTo(record);
    assertThat(Json.read(record.encodeValue()).path("calendar").toString())
        .isEqualTo("{\"timeZone\":\"Europe/Berlin\",\"weekStart\":\"sunday\"}");
  }

  @Test
  void a_funnel_from_before_there_were_calendars_has_the_plain_one() {
    var record = FunnelRecord.saved(CHECKOUT);
    var old = (ObjectNode) Json.read(record.encodeValue());
    old.remove("calendar");

    assertThat(FunnelRecord.decode(record.encodeKey(), Json.bytes(old))).isEqualTo(record);
  }

  @Test
  void a_calendar_that_is_none_is_refused() {
    for (var text :
        new String[] {
          "{\"timeZone\": \"Mars/Olympus\", \"weekStart\": \"monday\"}",
          "{\"timeZone\": \"UTC\", \"weekStart\": \"someday\"}",
          "{}"
        }) {
      var json = Json.read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThatThrownBy(() -> CalendarJson.read(json)).isInstanceOf(MalformedRecord.class);
    }
  }

  @Test
  void a_funnel_from_before_there_were_other_orders_is_an_ordered_one() {
    var record = FunnelRecord.saved(CHECKOUT);
    var old = (ObjectNode) Json.read(record.encodeValue());
    var definition = (ObjectNode) old.path("definition");
    definition.remove(List.of("strictScope", "implied", "exclude"));
    definition.path("stages").forEach(stage -> ((ObjectNode) stage).remove("optional"));

    assertThat(FunnelRecord.decode(record.encodeKey(), Json.bytes(old))).isEqualTo(record);
  }
}

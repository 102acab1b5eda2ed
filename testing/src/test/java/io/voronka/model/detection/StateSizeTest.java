package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateSizeTest {

  private static final int DAY = 1440;
  private static final int DAYS = 58; // as much as is ever kept, and a little
  private static final double PER_MINUTE = 20_000 / 60.0;

  @Test
  void a_stream_takes_at_most_32_kilobytes_at_twenty_thousand_people_an_hour() {
    var stage = new RandomStage(7, DAY, PER_MINUTE, 0.3);
    var detector = new StageDetector(new StageSettings("busy", DAY, Sensitivity.DEFAULT), 0);
    int largest = 0;
    for (long minute = 0; minute < DAYS * DAY; minute++) {
      detector.next(StageMinute.of(stage.next()));
      if ((minute + 1) % DAY == 0 || minute > (DAYS - 1) * DAY && minute % 60 == 59) {
        largest = Math.max(largest, detector.states().get(0).bytes().length);
      }
    }
    assertThat(largest).isBetween(20 * 1024, 32 * 1024);
  }
}

package io.voronka.model.detection;

import java.util.Arrays;

/** The window lengths in minutes that the scans look at, shortest first. */
final class Windows {

  /** Of the calendar view: what happened in the last minutes. */
  static final int[] CALENDAR = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 40, 45,
    50, 55, 60, 67, 75, 82, 90, 100, 110, 122, 135, 150, 165, 182, 200, 222, 245, 272, 300, 333,
    370, 410, 450, 500, 550, 615, 680, 750, 830, 920, 1020, 1210, 1440, 1760, 2160, 2880, 4320,
    7200, 10_080
  };

  /** Of the cohort view: what became of those who came in the last minutes. */
  static final int[] COHORT =
      Arrays.stream(CALENDAR).filter(minutes -> minutes >= 2 && minutes <= 300).toArray();

  /** Of the scan of traffic: the calendar's, up to two days. */
  static final int[] TRAFFIC = Arrays.stream(CALENDAR).filter(minutes -> minutes <= 2880).toArray();

  static final int LONGEST = 10_080;

  private Windows() {}
}

package io.voronka.dashboard;

import io.voronka.wire.EventCodec;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.PersonsQuestion.Place;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on.
 *
 * @param query which list it is of
 * @param asOfMillis the moment of the first page, for which all pages are made
 * @param partition that is read next
 * @param place after which to read there; null from its beginning
 */
record PersonsCursor(
    @Nullable String query, long asOfMillis, int partition, @Nullable Place place) {

  /**
   * Whether it is a place in that list of that project: callers can give back anything.
   *
   * @param list as {@link PersonsQuery#fingerprint} names it
   */
  boolean isOf(String list, String project) {
    return list.equals(query) && partition >= 0 && (place == null || isOf(project, place));
  }

  private static boolean isOf(String project, Place place) {
    @Nullable Object person = place.person();
    @Nullable Object entry = place.entryId();
    try {
      return person != null
          && entry != null
          && EventCodec.projectOf(place.person()).equals(project);
    } catch (MalformedRecord noKey) {
      return false;
    }
  }
}

package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one person: who it is, and a part of what the person did.
 *
 * @param project whose person
 * @param id any of the person's ids
 * @param after the last event that was given already; null to begin
 * @param limit how many events to give at most
 * @param partitions to look into
 */
public record PersonQuestion(
    String project, String id, @Nullable Place after, int limit, List<Integer> partitions)
    implements PartitionQuestion<PersonQuestion> {

  public static final String PATH = "/internal/person";

  @Override
  public PersonQuestion to(List<Integer> others) {
    return new PersonQuestion(project, id, after, limit, others);
  }

  @Override
  public String path() {
    return PATH;
  }

  /** An event's place in a timeline: its time and message id. */
  public record Place(long millis, String id) {}

  /**
   * Who it is.
   *
   * @param person null if the id is nobody's in the partitions
   * @param follows the id to ask for instead, if the id follows one
   */
  public record Answer(@Nullable Found person, @Nullable String follows) {

    public static Answer of(Found person) {
      return new Answer(person, null);
    }

    public static Answer elsewhere(@Nullable String follows) {
      return new Answer(null, follows);
    }
  }

  /**
   * A person.
   *
   * @param id of the person
   * @param ids all that the person has
   * @param traits what is known of the person
   * @param firstMillis time of the first event or statement
   * @param lastMillis time of the last
   * @param sessions all of them, oldest first
   * @param events a part of the timeline, oldest first, in the form of {@link EventCodec}
   * @param last the place of the last of them if there are more; null at the end
   */
  public record Found(
      String id,
      List<String> ids,
      JsonNode traits,
      long firstMillis,
      long lastMillis,
      List<SessionSpan> sessions,
      List<byte[]> events,
      @Nullable Place last) {}

  /**
   * A session.
   *
   * @param startMillis time of its first event
   * @param endMillis time of its last
   * @param events how many it has
   * @param properties what is known of it, by the names of {@link
   *     io.voronka.model.session.SessionProperty}
   */
  public record SessionSpan(long startMillis, long endMillis, int events, JsonNode properties) {}
}

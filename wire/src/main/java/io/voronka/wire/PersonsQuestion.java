package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.count.Segment;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks one partition for the people behind a figure, in the order of its keys.
 *
 * @param of the report whose figure it is
 * @param stage counted from 0
 * @param state by its name
 * @param breakdown names of the definition's breakdowns
 * @param group the wanted group's values in the form of {@link SegmentJson}; null for all
 * @param after the last one that was given already; null to begin
 * @param limit how many to give at most
 */
public record PersonsQuestion(
    TimelineQuestion of,
    int stage,
    String state,
    List<String> breakdown,
    @Nullable JsonNode group,
    @Nullable Place after,
    int limit)
    implements ReportQuestion<PersonsQuestion> {

  public static final String PATH = "/internal/persons";

  /** Makes a question to no partition yet. */
  public static PersonsQuestion of(
      TimelineQuestion report, StageFigure figure, @Nullable Place after, int limit) {
    var group = figure.group();
    return new PersonsQuestion(
        report,
        figure.stage(),
        figure.state().text(),
        figure.breakdown(),
        group == null ? null : SegmentJson.write(group),
        after,
        limit);
  }

  /**
   * Which figure is asked about.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  public StageFigure figure() {
    return new StageFigure(
        stage,
        StageState.of(state).orElseThrow(IllegalArgumentException::new),
        breakdown,
        groupOrNull());
  }

  private @Nullable Segment groupOrNull() {
    return group == null || group.isNull() ? null : SegmentJson.read(group);
  }

  /** The same question for what comes after a place. */
  public PersonsQuestion after(@Nullable Place place, int more) {
    return new PersonsQuestion(of, stage, state, breakdown, group, place, more);
  }

  @Override
  public PersonsQuestion to(List<Integer> others) {
    return new PersonsQuestion(of.to(others), stage, state, breakdown, group, after, limit);
  }

  @Override
  public String path() {
    return PATH;
  }

  /**
   * One of a list, by what does not change when others come in.
   *
   * @param person the person's key in the form of {@link EventCodec#senderKey}
   * @param entryMillis time of the event with which the counted attempt begins
   * @param entryId its message id
   */
  public record Place(byte[] person, long entryMillis, String entryId) {}

  /**
   * The people found.
   *
   * @param persons in the order of their places
   * @param last the place of the last of them if there are more; null after the end
   */
  public record Answer(List<Listed> persons, @Nullable Place last) {}

  /**
   * One of the people.
   *
   * @param id of the person
   * @param ids all that the person has, {@code id} among them
   * @param enteredMillis when the counted attempt began
   * @param reachedMillis when it reached the stage
   * @param depth number, from 1, of the furthest required stage that it reached
   * @param state by its name; null at the last stage
   * @param deadlineMillis the last moment at which it can or could get further; null for none
   * @param group values of the breakdown in the form of {@link SegmentJson}
   * @param traits what is known of the person
   */
  public record Listed(
      String id,
      List<String> ids,
      long enteredMillis,
      long reachedMillis,
      int depth,
      @Nullable String state,
      @Nullable Long deadlineMillis,
      JsonNode group,
      JsonNode traits) {}
}

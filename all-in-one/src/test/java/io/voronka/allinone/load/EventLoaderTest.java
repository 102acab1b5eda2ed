package io.voronka.allinone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoaderTest {

  private static final Clock CLOCK = Clock.systemUTC();

  private final FakeIngest ingest = new FakeIngest();
  private final LoadTally tally = new LoadTally();

  EventLoaderTest() throws IOException {}

  @AfterEach
  void close() {
    ingest.close();
  }

  @Test
  void everything_is_sent_once_in_batches_of_at_most_a_hundred() throws Exception {
    load(calls(250, ""), 4);
    assertThat(ingest.batches()).extracting(JsonNode::size).containsExactlyInAnyOrder(100, 100, 50);
    var ids = new ArrayList<String>();
    ingest.batches().forEach(batch -> batch.forEach(call -> ids.add(call.get("i").asText())));
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 250).mapToObj(Integer::toString).toList());
    assertThat(ingest.authorizations()).containsOnly("Basic a2V5Og=="); // "key:"
    assertThat(tally.accepted()).isEqualTo(250);
  }

  @Test
  void large_calls_travel_in_smaller_batches() throws Exception {
    load(calls(30, "x".repeat(30_000)), 1);
    assertThat(ingest.batches()).extracting(JsonNode::size).containsExactly(13, 13, 4);
  }

  @Test
  void nothing_to_send_sends_nothing() throws Exception {
    load(List.of(), 4);
    assertThat(ingest.batches()).isEmpty();
    assertThat(tally.accepted()).isZero();
  }

  @Test
  void a_batch_is_sent_again_after_a_passing_failure() throws Exception {
    ingest.thenAnswers(503, "{}").thenAnswers(500, "no JSON").thenAnswers(429, "");
    load(calls(3, ""), 1);
    assertThat(ingest.batches())
        .hasSize(4)
        .allMatch(batch -> batch.equals(ingest.batches().get(0)));
    assertThat(tally.accepted()).isEqualTo(3);
  }

  @Test
  void rejected_calls_are_counted_by_reason() throws Exception {
    ingest.thenAnswers(
        200,
        """
        {"accepted": 1, "rejected": [{"index": 0, "messageId": "a", "reason": "is too old"},
         {"index": 2, "messageId": "c", "reason": "is too old"}]}""");
    load(calls(3, ""), 1);
    assertThat(tally.accepted()).isEqualTo(1);
    assertThat(tally.rejectedByReason()).isEqualTo(Map.of("is too old", 2L));
  }

  @Test
  void a_batch_without_a_good_call_is_counted_and_the_next_is_sent() throws Exception {
    ingest.thenAnswers(
        400,
        """
        {"detail": "None of the calls can be taken.", "violations": [
         {"path": "batch[0].event", "message": "is missing"},
         {"path": "batch[0].userId", "message": "is missing"},
         {"path": "batch[1]", "message": "is too long"}]}""");
    load(calls(Batch.MAX_CALLS + 1, ""), 1);
    assertThat(tally.rejectedByReason())
        .isEqualTo(Map.of("event is missing", 1L, "is too long", 1L, "no reason given", 98L));
    assertThat(tally.accepted()).isEqualTo(1);
  }

  @Test
  void a_wrong_key_ends_the_load() {
    ingest.thenAnswers(401, "{}");
    assertThatThrownBy(() -> load(calls(1000, ""), 1))
        .isInstanceOf(LoadFailed.class)
        .hasMessage(ingest.address() + "/v1/batch refuses the write key (401).");
    assertThat(ingest.batches()).hasSize(1);
  }

  @Test
  void a_wrong_form_ends_the_load_and_names_the_faults() {
    ingest.thenAnswers(
        400,
        """
        {"detail": "The body can't be taken.",
         "violations": [{"path": "batch", "message": "must be a list of calls"}]}""");
    assertThatThrownBy(() -> load(calls(1, ""), 1))
        .isInstanceOf(LoadFailed.class)
        .hasMessage(
            ingest.address()
                + "/v1/batch answers 400: The body can't be taken.\n"
                + "  batch must be a list of calls");
  }

  @Test
  void another_kind_of_server_is_told_apart() {
    ingest.thenAnswers(200, "<html>");
    assertThatThrownBy(() -> load(calls(1, ""), 1))
        .isInstanceOf(LoadFailed.class)
        .hasMessageContaining("is no ingest API");
  }

  @Test
  void an_interrupt_ends_the_wait_for_a_server_that_is_away() throws Exception {
    // Given
    var nobody = URI.create("http://localhost:1");
    var ended = new ArrayList<Exception>();
    var loader = new EventLoader(nobody, "key", 1, CLOCK);
    var thread =
        new Thread(
            () -> {
              try {
                loader.load(calls(1, "").iterator(), Pace.MAX, tally, LoadProgress.silent());
              } catch (LoadFailed | InterruptedException end) {
                ended.add(end);
              }
            });
    // When
    thread.start();
    thread.interrupt();
    thread.join();
    // Then
    assertThat(ended).hasOnlyElementsOfType(InterruptedException.class).hasSize(1);
  }

  private void load(List<OutgoingCall> calls, int parallel) throws Exception {
    new EventLoader(
            new IngestClient(ingest.address(), "key", Duration.ofMillis(1)), parallel, CLOCK)
        .load(calls.iterator(), Pace.MAX, tally, LoadProgress.silent());
  }

  private static List<OutgoingCall> calls(int count, String filling) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new OutgoingCall(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("i", Integer.toString(i))
                        .put("filling", filling),
                    i))
        .toList();
  }
}

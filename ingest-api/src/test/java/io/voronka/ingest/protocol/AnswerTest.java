package io.voronka.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.ingest.protocol.Answer.RejectedCall;
import io.voronka.wire.Json;
import io.voronka.wire.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {

  @Test
  void what_is_put_together_by_hand_is_what_the_mapper_writes() {
    for (var position : List.of(Position.NONE, Position.of(Map.of(0, 7L, 3, 9_000_000_000L)))) {
      var answer = new Answer(true, 17, List.of(), position.text());
      assertThat(answer.reply().body()).isEqualTo(Json.bytes(answer));
      assertThat(answer.reply().contentType()).isEqualTo(Reply.json(answer).contentType());
    }
    var partly = new Answer(true, 1, List.of(new RejectedCall(3, "m", "\"why\"")), "-");
    assertThat(partly.reply().body()).isEqualTo(Json.bytes(partly));
  }
}

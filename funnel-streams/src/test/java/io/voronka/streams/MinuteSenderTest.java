package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinuteSenderTest {

  private static final long NOW = 1_000_000;
  private static final List<FunnelProgress> FUNNELS =
      List.of(new FunnelProgress(new FunnelVersion("shop", "buy", 1), true, 0));

  private final FigureStore<?> store = TestStores.figures(TestStores.plain("tallies"));
  private final StreamClocks clocks = new StreamClocks(store, Duration.ofMinutes(10), NOW);
  private final MinuteSender sender = new MinuteSender(1, 2, clocks, new MinuteBook(store, clocks));

  /** What each partition of the detector is told of funnels. */
  private List<FunnelsHeld> saidAt(long millis) {
    var said = new ArrayList<FunnelsHeld>();
    sender.send(
        FUNNELS,
        millis,
        (target, minutes) -> {
          if (minutes.held() != null) {
            said.add(minutes.held());
          }
        });
    return said;
  }

  @Test
  void funnels_are_said_to_all_when_they_change_and_now_and_then() {
    var all = List.of(new FunnelsHeld(1, 0, FUNNELS), new FunnelsHeld(1, 1, FUNNELS));
    assertThat(saidAt(NOW)).isEqualTo(all);
    assertThat(saidAt(NOW + 1000)).isEmpty();
    assertThat(saidAt(NOW + MinuteSender.AGAIN_MILLIS - 1)).isEmpty();
    assertThat(saidAt(NOW + MinuteSender.AGAIN_MILLIS)).isEqualTo(all);
    assertThat(saidAt(NOW + MinuteSender.AGAIN_MILLIS + 1000)).isEmpty();
  }
}

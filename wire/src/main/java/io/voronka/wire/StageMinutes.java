package io.voronka.wire;

import io.voronka.model.definition.FunnelVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of events tells one partition of the detector. The value of {@link
 * Topics#MINUTES}.
 *
 * @param partition of events
 * @param clocks how far it is in each project: everything that it says later is of that minute or a
 *     later one, or takes back what it said
 * @param counts what became known since the last record
 * @param held the funnels that it evaluates; null: as said before
 */
public record StageMinutes(
    int partition, List<Clock> clocks, List<StageCounts> counts, @Nullable FunnelsHeld held) {

  private static final byte[] NOTHING = {};
  private static final int PART_BYTES = 500_000; // a record has to stay below a megabyte

  /**
   * How far a partition is.
   *
   * @param minute the minute of its stream time, from {@link AlertRecord#ORIGIN}
   * @param isIdle whether nothing has come for a while and time stands still there: nobody is to
   *     wait for it
   */
  public record Clock(String project, long minute, boolean isIdle) {}

  /**
   * What became known of a stage.
   *
   * @param stage counted from 1
   */
  public record StageCounts(FunnelVersion funnel, int stage, List<Count> counts) {

    public StageCounts {
      counts = List.copyOf(counts);
    }
  }

  /**
   * Steps that are alike.
   *
   * @param minute in which they became known
   * @param delay of advances, how many minutes before it became known that the stage was reached;
   *     {@link #REACHED}: it became known that people reached the stage
   * @param values of the funnel's breakdowns, in their order; null where one is absent
   * @param count how many; negative: so many are taken back
   */
  public record Count(long minute, int delay, List<@Nullable String> values, int count) {

    public static final int REACHED = -1;

    /** How many bytes it takes at most. */
    private int mostBytes() {
      int bytes = 22; // numbers
      for (var value : values) {
        bytes += value == null ? 1 : 6 + 3 * value.length();
      }
      return bytes;
    }
  }

  public StageMinutes {
    clocks = List.copyOf(clocks);
    counts = List.copyOf(counts);
  }

  /** The partition of the detector that watches a stage: the same for all versions. */
  public static int partitionOf(FunnelVersion funnel, int stage, int partitions) {
    var name = funnel.project() + '\0' + funnel.funnel() + '\0' + stage;
    return Topics.partitionOf(name.getBytes(StandardCharsets.UTF_8), partitions);
  }

  public byte[] encode() {
    var out = new BinaryWriter(256).putVarint(partition).putVarint(clocks.size());
    for (var clock : clocks) {
      out.putText(clock.project).putSigned(clock.minute).put(clock.isIdle ? 1 : 0);
    }
    out.putBytes(held == null ? NOTHING : Json.bytes(held));
    for (var stage : counts) {
      out.putBytes(TallyCodec.prefix(stage.funnel)).put(stage.stage);
      write(stage.counts, out);
    }
    return out.toBytes();
  }

  private static void write(List<Count> counts, BinaryWriter out) {
    out.putVarint(counts.size());
    long minute = 0;
    for (var count : counts) {
      out.putSigned(count.minute - minute)
          .putVarint(count.delay + 1)
          .putSigned(count.count)
          .put(count.values.size());
      minute = count.minute;
      for (var value : count.values) {
        out.put(value == null ? 0 : 1);
        if (value != null) {
          out.putText(value);
        }
      }
    }
  }

  /** The same counts, in parts each of which fits in a record, in their order. */
  public static List<List<StageCounts>> parts(List<StageCounts> counts) {
    var parts = new ArrayList<List<StageCounts>>();
    var part = new ArrayList<StageCounts>();
    int bytes = 0;
    for (var stage : counts) {
      for (var some : partsOf(stage.counts)) {
        int more = some.stream().mapToInt(Count::mostBytes).sum();
        if (bytes + more > PART_BYTES && bytes > 0) {
          parts.add(part);
          part = new ArrayList<>();
          bytes = 0;
        }
        part.add(new StageCounts(stage.funnel, stage.stage, some));
        bytes += more;
      }
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }

  /** The same counts of one stage, likewise. */
  public static List<List<Count>> partsOf(List<Count> counts) {
    var parts = new ArrayList<List<Count>>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < counts.size(); i++) {
      int more = counts.get(i).mostBytes();
      if (bytes + more > PART_BYTES && i > from) {
        parts.add(counts.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
    }
    if (from < counts.size()) {
      parts.add(counts.subList(from, counts.size()));
    }
    return parts;
  }

  /** The form of some counts alone. */
  public static byte[] encode(List<Count> counts) {
    var out = new BinaryWriter(16 + counts.size() * 24);
    write(counts, out);
    return out.toBytes();
  }

  /**
   * Reads a record.
   *
   * @throws MalformedRecord if the bytes are none
   */
  public static StageMinutes decode(byte[] bytes) {
    var in = new BinaryReader(bytes);
    int partition = (int) in.getVarint();
    var clocks = new ArrayList<Clock>();
    for (long left = in.getVarint(); left > 0; left--) {
      clocks.add(new Clock(in.getText(), in.getSigned(), in.get() == 1));
    }
    var held = in.getBytes();
    var counts = new ArrayList<StageCounts>();
    while (in.hasMore()) {
      counts.add(new StageCounts(TallyCodec.funnel(in.getBytes()), in.get(), read(in)));
    }
    return new StageMinutes(
        partition, clocks, counts, held.length == 0 ? null : Json.read(held, FunnelsHeld.class));
  }

  private static List<Count> read(BinaryReader in) {
    var counts = new ArrayList<Count>();
    long minute = 0;
    for (long left = in.getVarint(); left > 0; left--) {
      minute += in.getSigned();
      int delay = (int) in.getVarint() - 1;
      int count = (int) in.getSigned();
      var values = new ArrayList<@Nullable String>();
      for (int more = in.get(); more > 0; more--) {
        values.add(in.get() == 0 ? null : in.getText());
      }
      counts.add(new Count(minute, delay, values, count));
    }
    return counts;
  }

  /**
   * Reads what {@link #encode(List)} wrote.
   *
   * @throws MalformedRecord if the bytes are none
   */
  public static List<Count> counts(byte[] bytes) {
    return read(new BinaryReader(bytes));
  }
}

package io.voronka.streams;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voronka.model.count.Counters;
import io.voronka.model.count.Held;
import io.voronka.model.count.TallyKey;
import io.voronka.model.identity.WriterMessage.ForceRequest;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventReader;
import io.voronka.wire.Forwarded;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Traffic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The timelines' part of the program over several partitions, without a broker: what one partition
 * sends another arrives in order, but any time later.
 */
final class Partitions {

  /** So little that rooms leave it again and again. */
  private static final long CACHE_BYTES = 2_000;

  /** A message on its way. */
  private record Sent(byte[] room, Forwarded message) {}

  /** One partition with what arrives at it, by sender; its own number stands for the log. */
  private final class Partition implements Timelines.Listener {
    final KeyValueStore<Bytes, byte[]> rooms = TestStores.plain("rooms");
    final FigureStore<TallyKey> tallies = TestStores.figures(TestStores.plain("tallies"));
    final Progress progress = new Progress(tallies);
    final Correspondence correspondence = new Correspondence(progress);
    final TallyBook book = new TallyBook(tallies);
    final StreamClocks clocks = new StreamClocks(tallies, Duration.ZERO, 0);
    final ActiveFunnels funnels =
        new ActiveFunnels(
            rooms,
            book,
            progress,
            clocks,
            new MinuteBook(tallies, clocks),
            LiveFigures.Steps.SILENT,
            LiveFigures.Steps.SILENT);
    final Outlines outlines;
    final Timelines timelines;
    final Map<Integer, Deque<Sent>> messages = new TreeMap<>();
    final Deque<ReceivedEvent> log = new ArrayDeque<>();

    Partition(int number, long outlineBytes) {
      outlines = new Outlines(rooms, outlineBytes);
      timelines =
          new Timelines(
              rooms,
              new RoomCache(rooms, progress.haveHeads(rooms), CACHE_BYTES, outlines::changed),
              progress,
              number,
              this,
              (room, message) -> send(number, room, message),
              new StreamMetrics(new SimpleMeterRegistry()));
    }

    @Override
    public void changed(PersonChange change) {
      funnels.changed(change, held);
    }

    @Override
    public void told() {
      funnels.addChanges();
    }

    @Override
    public void erased(PersonChange change, boolean isSubtracted) {
      funnels.erased(change, isSubtracted, held, LiveFigures.Steps.SILENT);
    }
  }

  private final Held held;
  private final List<Partition> partitions = new ArrayList<>();
  private final List<ForceRequest> forced = new ArrayList<>();

  /**
   * Makes empty ones.
   *
   * @param outlineBytes what the outlines of each may take
   */
  Partitions(int count, Held held, long outlineBytes) {
    this.held = held;
    for (int number = 0; number < count; number++) {
      partitions.add(new Partition(number, outlineBytes));
    }
  }

  private void send(int from, byte[] room, Forwarded message) {
    int to = RoomPartitioner.partitionOf(room, partitions.size());
    partitions.get(from).correspondence.sent(to, message.hops());
    // Through the bytes, as on the topic.
    var read = Forwarded.decode(message.encode());
    partitions
        .get(to)
        .messages
        .computeIfAbsent(from, sender -> new ArrayDeque<>())
        .add(new Sent(room, read));
  }

  void receives(ReceivedEvent event) {
    var room = EventCodec.senderKey(FunnelHarness.PROJECT, event.sender());
    partitions.get(RoomPartitioner.partitionOf(room, partitions.size())).log.add(event);
  }

  void follows(List<LiveFigures> figures) {
    for (var partition : partitions) {
      partition.timelines.tell();
      partition.funnels.follow(figures);
    }
  }

  /** Some partition takes one thing, or evaluates a slice; returns whether there was something. */
  boolean worksAMoment(Random random) {
    int first = random.nextInt(partitions.size());
    for (int i = 0; i < partitions.size(); i++) {
      if (worksAMoment(partitions.get((first + i) % partitions.size()), random)) {
        return true;
      }
    }
    return false;
  }

  private boolean worksAMoment(Partition partition, Random random) {
    var senders = new ArrayList<Integer>();
    partition.messages.forEach(
        (sender, queue) -> {
          if (!queue.isEmpty()) {
            senders.add(sender);
          }
        });
    int choices = senders.size() + (partition.log.isEmpty() ? 0 : 1);
    if (random.nextInt(8) == 0) {
      partition.timelines.settleIfMuch();
    }
    if (random.nextInt(4) == 0) {
      partition.timelines.tell();
    }
    if (partition.funnels.isBehind() && (choices == 0 || random.nextInt(4) == 0)) {
      partition.timelines.settle();
      partition.funnels.evaluateSlice(held);
      return true;
    }
    if (choices == 0) {
      return false;
    }
    int choice = random.nextInt(choices);
    if (choice == senders.size()) {
      var event = partition.log.remove();
      partition.timelines.take(
          EventCodec.senderKey(FunnelHarness.PROJECT, event.sender()), EventCodec.encode(event));
    } else {
      take(partition, partition.messages.get(senders.get(choice)).remove());
    }
    return true;
  }

  private void take(Partition partition, Sent sent) {
    if (sent.message.toWriter() instanceof ForceRequest request) {
      forced.add(request);
    }
    partition.correspondence.taken(sent.message.from());
    partition.timelines.take(sent.room, sent.message);
  }

  /** Forced merges in the order in which their writer took them. */
  List<ForceRequest> forced() {
    return forced;
  }

  List<Traffic> traffic() {
    return partitions.stream()
        .map(partition -> partition.correspondence.traffic())
        .collect(Collectors.toList());
  }

  /** The figures of all partitions together. */
  Map<TallyKey, Counters> figures() {
    var sum = new HashMap<TallyKey, Counters>();
    for (var partition : partitions) {
      partition.timelines.tell();
      var from = Bytes.wrap(new byte[] {Progress.MARK + 1});
      try (var all = partition.tallies.range(from, Bytes.wrap(new byte[] {(byte) 0xff}))) {
        all.forEachRemaining(
            entry ->
                sum.computeIfAbsent(TallyCodec.key(entry.key.get()), absent -> new Counters())
                    .plus(FigureStore.counters(entry.value), 1));
      }
    }
    sum.values().removeIf(Counters::isEmpty);
    return sum;
  }

  /** Everybody, as questions find them. */
  List<Person> people() {
    var people = new ArrayList<Person>();
    for (var partition : partitions) {
      partition.timelines.settle();
      try (var walk =
          new People(partition.rooms, null, FunnelHarness.PROJECT).walk(null, EventReader.ALL)) {
        for (var person = walk.next(); person != null; person = walk.next()) {
          people.add(person);
        }
      }
    }
    return people;
  }

  /** Everybody, as questions find them that need names and times alone. */
  List<Timeline> outlined(Set<String> names) {
    var people = new ArrayList<Timeline>();
    for (var partition : partitions) {
      partition.timelines.settle();
      new People(partition.rooms, partition.outlines, FunnelHarness.PROJECT)
          .forEach(EventReader.of(names), names, people::add);
    }
    return people;
  }
}

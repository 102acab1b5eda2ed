package io.voronka.benchmarks;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A {@link ShopLog} as the door would publish it, and what has to come out of it. */
final class ShopPeople {

  private static final int UNKNOWN_EVENTS = 3; // of a visitor, before he says who he is

  private ShopPeople() {}

  /** Returns each entry as an event of a person whose id is known from the beginning; a view. */
  static List<ReceivedEvent> known(List<ShopLog.Entry> log) {
    return new AbstractList<>() {
      @Override
      public ReceivedEvent get(int index) {
        var entry = log.get(index);
        return event(entry, entry.person(), null);
      }

      @Override
      public int size() {
        return log.size();
      }
    };
  }

  /**
   * Returns each entry as an event; one person of five is unknown for the first events, then says
   * who he is, in a call of its own. A view, which takes four bytes a record.
   */
  static List<ReceivedEvent> visitors(List<ShopLog.Entry> log) {
    var records = IntStream.builder(); // the number of the entry, and what it is told as
    var seen = new HashMap<String, Integer>();
    int number = 0;
    for (var entry : log) {
      int record = number++ * Told.COUNT;
      if (!entry.person().endsWith("0") && !entry.person().endsWith("5")) {
        records.add(record + Told.OF_USER);
        continue;
      }
      int ofPerson = seen.merge(entry.person(), 1, Integer::sum);
      if (ofPerson <= UNKNOWN_EVENTS) {
        records.add(record + Told.OF_DEVICE);
        continue;
      }
      if (ofPerson == UNKNOWN_EVENTS + 1) {
        records.add(record + Told.IDENTIFY);
      }
      records.add(record + Told.OF_BOTH);
    }
    var all = records.build().toArray();
    return new AbstractList<>() {
      @Override
      public ReceivedEvent get(int index) {
        return Told.as(all[index] % Told.COUNT, log.get(all[index] / Told.COUNT));
      }

      @Override
      public int size() {
        return all.length;
      }
    };
  }

  /** What an entry is told as. */
  private static final class Told {
    static final int OF_USER = 0;
    static final int OF_DEVICE = 1;
    static final int OF_BOTH = 2;
    static final int IDENTIFY = 3;
    static final int COUNT = 4;

    private Told() {}

    static ReceivedEvent as(int what, ShopLog.Entry entry) {
      var device = "device-of-" + entry.person();
      return switch (what) {
        case OF_USER -> event(entry, entry.person(), null);
        case OF_DEVICE -> event(entry, null, device);
        case OF_BOTH -> event(entry, entry.person(), device);
        default -> identify(entry, device);
      };
    }
  }

  private static ReceivedEvent event(
      ShopLog.Entry entry, @Nullable String user, @Nullable String device) {
    var properties = new LinkedHashMap<String, PropertyValue>();
    properties.put("category", new Text(entry.category()));
    properties.put("price", new Whole(entry.priceCents()));
    return new ReceivedEvent(
        Kind.TRACK,
        user,
        device,
        List.of(),
        entry.millis(),
        new Event("m" + entry.number(), entry.millis(), entry.name(), new Fields(properties)));
  }

  private static ReceivedEvent identify(ShopLog.Entry entry, String device) {
    return new ReceivedEvent(
        Kind.IDENTIFY,
        entry.person(),
        device,
        List.of(),
        entry.millis(),
        new Event("i" + entry.number(), entry.millis(), "Identify", new Fields(Map.of())));
  }

  /**
   * Returns how many people reached each stage of an ordered funnel. Of each stage the latest start
   * that a chain to it can have is kept, which is exact for stages of different names and a log in
   * order.
   */
  static List<Long> reached(List<ShopLog.Entry> log, List<String> stages, Duration window) {
    var starts = new HashMap<String, long[]>();
    var reached = new long[stages.size()];
    for (var entry : log) {
      int stage = stages.indexOf(entry.name());
      if (stage < 0) {
        continue;
      }
      var ofPerson = starts.computeIfAbsent(entry.person(), absent -> nothing(stages.size()));
      long start = stage == 0 ? entry.millis() : ofPerson[stage - 1];
      if (start != Long.MIN_VALUE && entry.millis() - start <= window.toMillis()) {
        reached[stage] += ofPerson[stage] == Long.MIN_VALUE ? 1 : 0;
        ofPerson[stage] = start;
      }
    }
    return Arrays.stream(reached).boxed().toList();
  }

  private static long[] nothing(int stages) {
    var starts = new long[stages];
    Arrays.fill(starts, Long.MIN_VALUE);
    return starts;
  }
}

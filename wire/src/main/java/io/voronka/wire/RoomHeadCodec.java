package io.voronka.wire;

import io.voronka.model.identity.Address;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.Refusal;
import io.voronka.model.identity.RoomHead;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of what a room knows besides its entries: a version, then the parts of {@link
 * RoomHead} in their order. What can be missing is a byte that says whether it is there, and it;
 * sets are their size and members.
 */
public final class RoomHeadCodec {

  private static final int VERSION = 1;
  private static final int MISSING = 0;
  private static final int PRESENT = 1;
  private static final Refusal[] REFUSALS = Refusal.values();

  private RoomHeadCodec() {}

  public static byte[] encode(RoomHead head) {
    var out = new BinaryWriter(64).put(VERSION);
    put(out, head.link());
    put(out, head.identifiedFrom());
    put(out, head.forced());
    put(out, head.refusedBy());
    out.putVarint(head.followers().size());
    head.followers()
        .forEach(
            (follower, ids) -> {
              out.putText(follower);
              putAll(out, ids);
            });
    out.putVarint(head.told().size());
    head.told()
        .forEach(
            (other, moment) -> {
              out.putText(other);
              putMoment(out, moment);
            });
    putAll(out, head.tellers());
    out.putVarint(head.marks().size());
    head.marks().forEach(mark -> out.put(WireEnums.numberOf(mark)));
    return out.toBytes();
  }

  private static void put(BinaryWriter out, @Nullable Address address) {
    out.put(address == null ? MISSING : PRESENT);
    if (address != null) {
      out.putText(address.id());
      putMoment(out, address.since());
    }
  }

  private static void put(BinaryWriter out, @Nullable Moment moment) {
    out.put(moment == null ? MISSING : PRESENT);
    if (moment != null) {
      putMoment(out, moment);
    }
  }

  private static void put(BinaryWriter out, @Nullable String text) {
    out.put(text == null ? MISSING : PRESENT);
    if (text != null) {
      out.putText(text);
    }
  }

  static void putMoment(BinaryWriter out, Moment moment) {
    out.putLong(moment.timeMillis()).putText(moment.messageId());
  }

  static void putAll(BinaryWriter out, Set<String> texts) {
    out.putVarint(texts.size());
    texts.forEach(out::putText);
  }

  /**
   * Reads a head.
   *
   * @throws MalformedRecord if the bytes are no head of a known version
   */
  public static RoomHead decode(byte[] bytes) {
    var in = new BinaryReader(bytes);
    int version = in.get();
    if (version != VERSION) {
      throw new MalformedRecord("head of version " + version + ", known is " + VERSION);
    }
    var link = isPresent(in) ? new Address(in.getText(), moment(in)) : null;
    var identifiedFrom = isPresent(in) ? moment(in) : null;
    var forced = isPresent(in) ? in.getText() : null;
    var refusedBy = isPresent(in) ? in.getText() : null;
    Map<String, Set<String>> followers = new TreeMap<>();
    for (long rest = in.getVarint(); rest > 0; rest--) {
      followers.put(in.getText(), texts(in));
    }
    Map<String, Moment> told = new LinkedHashMap<>();
    for (long rest = in.getVarint(); rest > 0; rest--) {
      told.put(in.getText(), moment(in));
    }
    var tellers = texts(in);
    var marks = EnumSet.noneOf(Refusal.class);
    for (long rest = in.getVarint(); rest > 0; rest--) {
      marks.add(WireEnums.at(REFUSALS, in.get()));
    }
    return new RoomHead(link, identifiedFrom, forced, refusedBy, followers, told, tellers, marks);
  }

  /**
   * Returns whether the room surely follows nobody and is followed by nobody, without reading all
   * of the head: of most rooms that is all that is asked.
   *
   * @throws MalformedRecord if the bytes are no head
   */
  public static boolean isAlone(byte[] bytes) {
    var in = new BinaryReader(bytes);
    in.skip(1); // the version
    if (isPresent(in)) {
      return false; // perhaps a link that is not followed
    }
    if (isPresent(in)) {
      moment(in);
    }
    if (isPresent(in)) {
      return false;
    }
    if (isPresent(in)) {
      in.skip(in.getLength());
    }
    return in.getVarint() == 0;
  }

  private static boolean isPresent(BinaryReader in) {
    return in.get() == PRESENT;
  }

  static Moment moment(BinaryReader in) {
    return new Moment(in.getLong(), in.getText());
  }

  /** In the order in which they were written, which heads rely on. */
  static Set<String> texts(BinaryReader in) {
    var texts = new LinkedHashSet<String>();
    for (long rest = in.getVarint(); rest > 0; rest--) {
      texts.add(in.getText());
    }
    return texts;
  }
}

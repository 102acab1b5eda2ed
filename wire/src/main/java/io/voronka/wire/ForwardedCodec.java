package io.voronka.wire;

import io.voronka.model.identity.Address;
import io.voronka.model.identity.RoomMessage;
import io.voronka.model.identity.RoomMessage.Add;
import io.voronka.model.identity.RoomMessage.Drop;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.Force;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.IdentifySinceEver;
import io.voronka.model.identity.RoomMessage.Link;
import io.voronka.model.identity.RoomMessage.Refuse;
import io.voronka.model.identity.RoomMessage.Remove;
import io.voronka.model.identity.RoomMessage.Said;
import io.voronka.model.identity.RoomMessage.TellAgain;
import io.voronka.model.identity.WriterMessage;
import io.voronka.model.identity.WriterMessage.ForceRequest;
import io.voronka.model.identity.WriterMessage.Forget;
import io.voronka.wire.Correction.Why;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The binary form of {@link Forwarded}: a version, the partition that sent it (4 bytes), its hops
 * (1), why it changes figures (1), what it is (1), then the parts of the message in their order.
 */
final class ForwardedCodec {

  private static final int VERSION = 2;

  /** What it is, by its place: new ones are only ever appended. */
  private enum Kind {
    IDENTIFY,
    LINK,
    TELL_AGAIN,
    IDENTIFY_SINCE_EVER,
    FORCE,
    ADD,
    REMOVE,
    DROP,
    REFUSE,
    ERASE,
    FORCE_REQUEST,
    FORGET
  }

  private static final Kind[] KINDS = Kind.values();
  private static final Why[] WHYS = Why.values();

  private ForwardedCodec() {}

  static byte[] encode(Forwarded forwarded) {
    var out =
        new BinaryWriter(64)
            .put(VERSION)
            .putInt(forwarded.from())
            .put(forwarded.hops())
            .put(WireEnums.numberOf(forwarded.why()));
    if (forwarded.toRoom() != null) {
      put(out, forwarded.toRoom());
    } else if (forwarded.toWriter() != null) {
      put(out, forwarded.toWriter());
    }
    return out.toBytes();
  }

  private static BinaryWriter put(BinaryWriter out, Kind kind) {
    return out.put(WireEnums.numberOf(kind));
  }

  private static void put(BinaryWriter out, RoomMessage<RoomEntry> message) {
    if (message instanceof Identify<RoomEntry> identify) {
      put(out, Kind.IDENTIFY);
      RoomHeadCodec.putMoment(out, identify.at());
      RoomHeadCodec.putAll(out, new LinkedHashSet<>(identify.others()));
      out.put(identify.isForced() ? 1 : 0);
    } else if (message instanceof Link<RoomEntry> link) {
      put(out, Kind.LINK).putText(link.to().id());
      RoomHeadCodec.putMoment(out, link.to().since());
    } else if (message instanceof Add<RoomEntry> add) {
      putAdd(out, add);
    } else if (message instanceof Remove<RoomEntry> remove) {
      put(out, Kind.REMOVE).putText(remove.follower());
      RoomHeadCodec.putAll(out, remove.ids());
      RoomHeadCodec.putAll(out, new LinkedHashSet<>(remove.entryIds()));
    } else if (message instanceof Erase<RoomEntry> erase) {
      put(out, Kind.ERASE)
          .putText(erase.by() == null ? "" : erase.by())
          .put(erase.isSubtracted() ? 1 : 0);
    } else if (message instanceof TellAgain<RoomEntry> again) {
      put(out, Kind.TELL_AGAIN).putText(again.other());
    } else if (message instanceof IdentifySinceEver<RoomEntry> identify) {
      put(out, Kind.IDENTIFY_SINCE_EVER).putText(identify.follower());
    } else if (message instanceof Force<RoomEntry> force) {
      put(out, Kind.FORCE).putText(force.to());
    } else if (message instanceof Drop<RoomEntry> drop) {
      put(out, Kind.DROP).putText(drop.follower());
    } else if (message instanceof Refuse<RoomEntry> refuse) {
      put(out, Kind.REFUSE).putText(refuse.by());
    } else if (message instanceof Said<RoomEntry>) {
      throw new IllegalArgumentException("what is said goes to its own room, never on");
    }
  }

  private static void putAdd(BinaryWriter out, Add<RoomEntry> add) {
    put(out, Kind.ADD).putText(add.follower());
    RoomHeadCodec.putMoment(out, add.since());
    out.put(add.isFirst() ? 1 : 0);
    RoomHeadCodec.putAll(out, add.ids());
    out.putVarint(add.entries().size());
    add.entries().forEach(entry -> out.putBytes(entry.encoded()));
  }

  private static void put(BinaryWriter out, WriterMessage message) {
    if (message instanceof ForceRequest request) {
      put(out, Kind.FORCE_REQUEST).putText(request.previous()).putText(request.id());
    } else if (message instanceof Forget forget) {
      put(out, Kind.FORGET).putText(forget.id());
    }
  }

  static Forwarded decode(byte[] bytes) {
    var in = new BinaryReader(bytes);
    int version = in.get();
    if (version != VERSION) {
      throw new MalformedRecord("message of version " + version + ", known is " + VERSION);
    }
    int from = in.getInt();
    int hops = in.get();
    var why = WireEnums.at(WHYS, in.get());
    var kind = WireEnums.at(KINDS, in.get());
    return switch (kind) {
      case FORCE_REQUEST ->
          Forwarded.toWriter(from, hops, new ForceRequest(in.getText(), in.getText()));
      case FORGET -> Forwarded.toWriter(from, hops, new Forget(in.getText()));
      default -> Forwarded.toRoom(from, hops, why, toRoom(kind, in));
    };
  }

  private static RoomMessage<RoomEntry> toRoom(Kind kind, BinaryReader in) {
    return switch (kind) {
      case IDENTIFY ->
          new Identify<>(
              RoomHeadCodec.moment(in), List.copyOf(RoomHeadCodec.texts(in)), in.get() == 1);
      case LINK -> new Link<>(new Address(in.getText(), RoomHeadCodec.moment(in)));
      case TELL_AGAIN -> new TellAgain<>(in.getText());
      case IDENTIFY_SINCE_EVER -> new IdentifySinceEver<>(in.getText());
      case FORCE -> new Force<>(in.getText());
      case ADD ->
          new Add<>(
              in.getText(),
              RoomHeadCodec.moment(in),
              in.get() == 1,
              RoomHeadCodec.texts(in),
              entries(in));
      case REMOVE ->
          new Remove<>(in.getText(), RoomHeadCodec.texts(in), List.copyOf(RoomHeadCodec.texts(in)));
      case DROP -> new Drop<>(in.getText());
      case REFUSE -> new Refuse<>(in.getText());
      case ERASE -> {
        var by = in.getText();
        yield new Erase<>(by.isEmpty() ? null : by, in.get() == 1);
      }
      case FORCE_REQUEST, FORGET -> throw new IllegalArgumentException(kind + " is not to a room");
    };
  }

  private static List<RoomEntry> entries(BinaryReader in) {
    var entries = new ArrayList<RoomEntry>();
    for (long rest = in.getVarint(); rest > 0; rest--) {
      var entry = RoomEntry.of(in.getBytes());
      entry.event(); // a later reading would stumble over it
      entries.add(entry);
    }
    return entries;
  }
}

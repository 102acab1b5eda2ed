package io.voronka.ingest.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What of a project's properties and traits is not kept, or only as a hash. Pure; safe for any
 * thread.
 *
 * @param drop paths of what is left out; a path goes through lists as if each item were there
 * @param hash paths of texts and numbers that are kept as {@code HMAC-SHA256} of them in
 *     hexadecimal digits, the same for the same text
 * @param hashKey of the HMAC: without it nobody can find out a text by trying
 */
public record PrivacyRule(Set<List<String>> drop, Set<List<String>> hash, String hashKey) {

  static final PrivacyRule NONE = new PrivacyRule(Set.of(), Set.of(), "");

  private static final String HMAC = "HmacSHA256";

  public PrivacyRule {
    drop = Set.copyOf(drop);
    hash = Set.copyOf(hash);
  }

  /** Whether everything is kept as it is. */
  public boolean isEmpty() {
    return drop.isEmpty() && hash.isEmpty();
  }

  /** Returns this and what holds for all projects. */
  PrivacyRule and(PrivacyRule general) {
    var drops = new LinkedHashSet<>(drop);
    drops.addAll(general.drop);
    var hashes = new LinkedHashSet<>(hash);
    hashes.addAll(general.hash);
    return new PrivacyRule(drops, hashes, hashKey.isEmpty() ? general.hashKey : hashKey);
  }

  /** Returns what is kept of properties. */
  public Fields of(Fields properties) {
    return isEmpty() ? properties : kept(properties, drop, hash);
  }

  private Fields kept(Fields fields, Set<List<String>> drops, Set<List<String>> hashes) {
    var kept = new LinkedHashMap<String, PropertyValue>();
    fields
        .values()
        .forEach(
            (name, value) -> {
              var within = below(name, drops);
              if (!within.contains(List.<String>of())) {
                kept.put(name, kept(value, within, below(name, hashes)));
              }
            });
    return new Fields(kept);
  }

  private PropertyValue kept(
      PropertyValue value, Set<List<String>> drops, Set<List<String>> hashes) {
    if (drops.isEmpty() && hashes.isEmpty()) {
      return value;
    }
    if (hashes.contains(List.<String>of())) {
      return hashed(value);
    }
    if (value instanceof Items items) {
      return new Items(items.values().stream().map(item -> kept(item, drops, hashes)).toList());
    }
    return value instanceof Fields fields ? kept(fields, drops, hashes) : value;
  }

  private PropertyValue hashed(PropertyValue value) {
    if (value instanceof Items items) {
      return new Items(items.values().stream().map(this::hashed).toList());
    }
    if (value instanceof Fields fields) {
      var hashed = new LinkedHashMap<String, PropertyValue>();
      fields.values().forEach((name, part) -> hashed.put(name, hashed(part)));
      return new Fields(hashed);
    }
    return new Text(hashed(text(value)));
  }

  /** The paths below a name; the empty one stands for the name itself. */
  private static Set<List<String>> below(String name, Set<List<String>> paths) {
    return paths.isEmpty()
        ? paths
        : paths.stream()
            .filter(path -> !path.isEmpty() && path.get(0).equals(name))
            .map(path -> path.subList(1, path.size()))
            .collect(Collectors.toSet());
  }

  private static String text(PropertyValue value) {
    if (value instanceof Text text) {
      return text.value().strip();
    } else if (value instanceof Whole whole) {
      return Long.toString(whole.value());
    } else if (value instanceof Real real) {
      return Double.toString(real.value());
    }
    return value instanceof Flag flag ? Boolean.toString(flag.value()) : "";
  }

  private String hashed(String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(hashKey.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has it", impossible);
    }
  }

  /**
   * Returns what is kept of a message that could not be taken: no field of a name that a path ends
   * with, wherever it stands, since nobody can tell what such a message means.
   */
  public @Nullable JsonNode ofRejected(@Nullable JsonNode message) {
    if (isEmpty() || message == null || !message.isContainerNode()) {
      return message;
    }
    var names =
        Stream.concat(drop.stream(), hash.stream())
            .map(path -> path.get(path.size() - 1))
            .collect(Collectors.toSet());
    var kept = message.deepCopy();
    remove(kept, names);
    return kept;
  }

  private static void remove(JsonNode value, Set<String> names) {
    if (value instanceof ObjectNode object) {
      object.properties().removeIf(field -> names.contains(field.getKey()));
      object.forEach(part -> remove(part, names));
    } else if (value instanceof ArrayNode list) {
      list.forEach(part -> remove(part, names));
    }
  }

  /** Returns the parameters of a query that are kept of a rejected message. */
  public Map<String, String> ofRejected(Map<String, String> query) {
    if (isEmpty()) {
      return query;
    }
    var kept = new LinkedHashMap<>(query);
    Stream.concat(drop.stream(), hash.stream())
        .forEach(path -> kept.remove(path.get(path.size() - 1)));
    return kept;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "PrivacyRule[" + drop.size() + " dropped, " + hash.size() + " hashed]";
  }
}

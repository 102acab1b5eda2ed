package io.voronka.ingest.privacy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a file of countries in MaxMind's format, version 2: a binary tree over the bits of an IPv4
 * address, with 24 bits a record, then what is said of the networks.
 */
public final class TinyDatabase {

  private static final int STRING = 2;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;

  private TinyDatabase() {}

  /**
   * Writes the file.
   *
   * @param countries by networks of whole bytes, such as {@code 203.0.113}
   */
  public static Path write(Path file, Map<String, String> countries) throws IOException {
    var nodes = new ArrayList<int[]>(); // a child is a node, or -1 - an offset of data, or EMPTY
    nodes.add(new int[] {EMPTY, EMPTY});
    var data = new ByteArrayOutputStream();
    for (var country : countries.entrySet()) {
      int value = -1 - data.size();
      data.writeBytes(map(Map.of("country", map(Map.of("iso_code", string(country.getValue()))))));
      put(nodes, bits(country.getKey()), value);
    }
    var out = new ByteArrayOutputStream();
    for (var node : nodes) {
      for (int child : node) {
        int record =
            child == EMPTY ? nodes.size() : child < 0 ? nodes.size() + 16 - 1 - child : child;
        out.writeBytes(new byte[] {(byte) (record >> 16), (byte) (record >> 8), (byte) record});
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(metadata(nodes.size()));
    return Files.write(file, out.toByteArray());
  }

  private static final int EMPTY = Integer.MIN_VALUE;

  private static List<Integer> bits(String network) {
    var bits = new ArrayList<Integer>();
    for (var part : network.split("\\.", -1)) {
      for (int bit = 7; bit >= 0; bit--) {
        bits.add(Integer.parseInt(part) >> bit & 1);
      }
    }
    return bits;
  }

  private static void put(List<int[]> nodes, List<Integer> bits, int value) {
    int node = 0;
    for (int i = 0; i < bits.size() - 1; i++) {
      int next = nodes.get(node)[bits.get(i)];
      if (next == EMPTY) {
        next = nodes.size();
        nodes.get(node)[bits.get(i)] = next;
        nodes.add(new int[] {EMPTY, EMPTY});
      }
      node = next;
    }
    nodes.get(node)[bits.get(bits.size() - 1)] = value;
  }

  private static byte[] metadata(int nodes) {
    var fields = new LinkedHashMap<String, byte[]>();
    fields.put("node_count", number(UINT32, nodes));
    fields.put("record_size", number(UINT16, 24));
    fields.put("ip_version", number(UINT16, 4));
    fields.put("database_type", string("Test-Country"));
    fields.put("languages", new byte[] {0, 4}); // an empty list
    fields.put("binary_format_major_version", number(UINT16, 2));
    fields.put("binary_format_minor_version", number(UINT16, 0));
    fields.put("build_epoch", new byte[] {1, 2, 1}); // the number 1 of 64 bits
    fields.put("description", map(Map.of()));
    return map(fields);
  }

  private static byte[] map(Map<String, byte[]> fields) {
    var out = new ByteArrayOutputStream();
    out.write(MAP << 5 | fields.size());
    fields.forEach(
        (name, value) -> {
          out.writeBytes(string(name));
          out.writeBytes(value);
        });
    return out.toByteArray();
  }

  private static byte[] string(String text) {
    var out = new ByteArrayOutputStream();
    out.write(STRING << 5 | text.length()); // at most 28 letters
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] number(int type, int value) {
    return new byte[] {(byte) (type << 5 | 2), (byte) (value >> 8), (byte) value};
  }
}

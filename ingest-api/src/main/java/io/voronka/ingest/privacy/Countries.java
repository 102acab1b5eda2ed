package io.voronka.ingest.privacy;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the country of an address by a file in MaxMind's format. The address is cut to its network
 * before, and not kept. Safe for any thread.
 */
public final class Countries implements AutoCloseable {

  private static final int KEPT_OF_4 = 3; // bytes: 203.0.113.0/24
  private static final int KEPT_OF_6 = 6; // 2001:db8:1::/48

  /** No name, which would be looked up somewhere. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final Reader reader;

  private Countries(Reader reader) {
    this.reader = reader;
  }

  /**
   * Opens a file, such as GeoLite2-Country.mmdb or dbip-country-lite.mmdb.
   *
   * @throws IOException if it can't be read, or is none
   */
  public static Countries open(File file) throws IOException {
    return new Countries(new Reader(file, new CHMCache()));
  }

  /**
   * Returns the country's two letters (ISO 3166-1), or null.
   *
   * @param address an IP address as text
   */
  public @Nullable String of(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      return null;
    }
    try {
      var known = reader.get(network(InetAddress.getByName(address)), Map.class);
      var country = known == null ? null : known.get("country");
      return country instanceof Map<?, ?> fields && fields.get("iso_code") instanceof String code
          ? code
          : null;
    } catch (UnknownHostException none) {
      return null;
    } catch (IOException | RuntimeException unreadable) { // a broken file must not stop events
      return null;
    }
  }

  private static InetAddress network(InetAddress address) throws UnknownHostException {
    var bytes = address.getAddress();
    Arrays.fill(bytes, bytes.length == 4 ? KEPT_OF_4 : KEPT_OF_6, bytes.length, (byte) 0);
    return InetAddress.getByAddress(bytes);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

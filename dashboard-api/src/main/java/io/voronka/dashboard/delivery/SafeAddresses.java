package io.voronka.dashboard.delivery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses of receivers, and only those to which anybody may send: not this machine, not
 * its network. A connection is made to the addresses that were looked at, so that a name can't mean
 * another one a moment later.
 */
final class SafeAddresses implements DnsResolver {

  private final boolean allowsPrivate;
  private final Names names;

  /** Looks up names. */
  @FunctionalInterface
  interface Names {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /** A name that means an address to which nothing may be sent. */
  static final class Forbidden extends UnknownHostException {

    private static final long serialVersionUID = 1;

    Forbidden(String host) {
      super(host + " is an address of a private network, which the settings do not allow");
    }
  }

  /**
   * Makes it.
   *
   * @param allowsPrivate whether all addresses are allowed
   */
  SafeAddresses(boolean allowsPrivate, Names names) {
    this.allowsPrivate = allowsPrivate;
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var found = names.find(host);
    if (!allowsPrivate && Arrays.stream(found).anyMatch(SafeAddresses::isPrivate)) {
      throw new Forbidden(host);
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** Whether an address is of this machine, of its network, or none of a machine. */
  static boolean isPrivate(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    var bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return isPrivateV4(bytes, 0);
    }
    return address instanceof Inet6Address && isPrivateV6(bytes);
  }

  private static boolean isPrivateV4(byte[] bytes, int from) {
    int first = bytes[from] & 0xff;
    int second = bytes[from + 1] & 0xff;
    return first == 0
        || first == 10
        || first == 127
        || first >= 224
        || first == 169 && second == 254
        || first == 172 && second >= 16 && second < 32
        || first == 192 && second == 168
        || first == 192 && second == 0 && bytes[from + 2] == 0
        || first == 198 && (second == 18 || second == 19)
        || first == 100 && second >= 64 && second < 128; // of providers, behind their own gateways
  }

  /** Of its own network, or a form of an address of version 4. */
  private static boolean isPrivateV6(byte[] bytes) {
    boolean isUniqueLocal = (bytes[0] & 0xfe) == 0xfc;
    boolean isMapped = isZero(bytes, 0, 10);
    boolean isTranslated =
        bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
    boolean isSixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return isUniqueLocal
        || (isMapped || isTranslated) && isPrivateV4(bytes, 12)
        || isSixToFour && isPrivateV4(bytes, 2);
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}

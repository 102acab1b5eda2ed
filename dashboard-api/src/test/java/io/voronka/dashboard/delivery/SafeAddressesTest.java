package io.voronka.dashboard.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.8",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "::10.0.0.1",
        "ff02::1"
      })
  void private_addresses_are_none_to_send_to(String address) throws UnknownHostException {
    assertThat(SafeAddresses.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "203.0.113.7",
        "2606:4700::1111",
        "64:ff9b::101:101",
        "2002:101:101::1"
      })
  void public_addresses_are(String address) throws UnknownHostException {
    assertThat(SafeAddresses.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void a_name_that_means_a_private_address_among_others_is_refused() throws UnknownHostException {
    var found =
        new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
    assertThatThrownBy(() -> new SafeAddresses(false, host -> found).resolve("example.com"))
        .isInstanceOf(SafeAddresses.Forbidden.class)
        .hasMessageContaining("example.com is an address of a private network");
    assertThat(new SafeAddresses(true, host -> found).resolve("example.com")).isEqualTo(found);
  }
}

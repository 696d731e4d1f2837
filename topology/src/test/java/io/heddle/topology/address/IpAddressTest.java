package io.heddle.topology.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:DB8::0:1, 2001:db8::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::, ::",
        "::1, ::1",
        "fe80::, fe80::",
        "0:0:0:0:0:0:0:2, ::2",
        "::ffff:192.0.2.1, ::ffff:c000:201",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void textIsReadInEveryFormAndWrittenInTheCanonicalOne(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
        assertThat(IpAddress.parse(canonical)).isEqualTo(IpAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::g",
                "1:2:3:4:5:6:7::8",
                "10.0.0",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                ":1::",
                "fe80::1%eth0",
                "0000000000000000000000000000000000000000000000::1"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyAddressOfSeed3MeansWhatTheJdkTakesItFor() throws UnknownHostException {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            long high = random.nextInt(3) == 0 ? 0x2001_0db8_0000_0000L : random.nextLong() | 1;
            long low = random.nextLong() >>> random.nextInt(64);
            IpAddress address = new IpAddress(IpVersion.V6, high, low);
            assertThat(InetAddress.getByName(address.toString()).getAddress()).isEqualTo(address.octets());
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(IpAddress.of(IpVersion.V6, address.value())).isEqualTo(address);
        }
    }

    @Test
    void addressesAreCountedAcrossTheMiddle() {
        assertThat(IpAddress.parse("2001:db8::ffff:ffff:ffff:ffff").plus(1)).hasToString("2001:db8:0:1::");
        assertThat(IpAddress.parse("2001:db8:0:1::").plus(-1)).hasToString("2001:db8::ffff:ffff:ffff:ffff");
        assertThat(IpAddress.parse("10.0.0.255").plus(1)).hasToString("10.0.1.0");
        assertThatThrownBy(() -> IpAddress.parse("255.255.255.255").plus(1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IpAddress.of(IpVersion.V4, BigInteger.valueOf(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IpAddress(IpVersion.V4, 0, 1L << 32)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IpAddress(IpVersion.V4, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void kindsOfAddressesAreTold() {
        assertThat(IpAddress.parse("224.0.0.5").isMulticast()).isTrue();
        assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
        assertThat(IpAddress.parse("10.0.0.5").isMulticast()).isFalse();
        assertThat(IpAddress.parse("fe80::1").isLinkLocal()).isTrue();
        assertThat(IpAddress.parse("169.254.9.9").isLinkLocal()).isTrue();
        assertThat(IpAddress.parse("2001:db8::1").isLinkLocal()).isFalse();
        assertThat(IpAddress.parse("10.0.0.5").asIpv4()).contains(Ipv4Address.parse("10.0.0.5"));
        assertThat(IpAddress.parse("::5").asIpv4()).isEmpty();
        assertThat(IpAddress.parse("255.0.0.1")).isLessThan(IpAddress.parse("::"));
        assertThat(IpAddress.parse("::ffff:ffff:ffff:ffff")).isGreaterThan(IpAddress.parse("::1"));
        assertThat(IpVersion.V6.number()).isEqualTo(6);
    }

    @Test
    void aPrefixHoldsItsAddressesAndNoOthers() {
        Cidr wide = Cidr.parse("2001:db8::/32");
        assertThat(wide.contains(IpAddress.parse("2001:db8:ffff::1"))).isTrue();
        assertThat(wide.contains(IpAddress.parse("2001:db9::1"))).isFalse();
        assertThat(wide.contains(IpAddress.parse("10.0.0.1"))).isFalse();
        assertThat(wide.last()).hasToString("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff");
        assertThat(wide.overlaps(Cidr.parse("2001:db8:1::/48"))).isTrue();
        assertThat(Cidr.parse("2001:db8:1::/48").overlaps(wide)).isTrue();
        assertThat(Cidr.parse("10.0.0.0/8").overlaps(Cidr.parse("11.0.0.0/8"))).isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").overlaps(Cidr.parse("11.0.0.0/8"))).isTrue();
        assertThat(Cidr.parse("::/0").contains(IpAddress.parse("ffff::"))).isTrue();
        assertThat(Cidr.containing(IpAddress.parse("2001:db8::77"), 64)).hasToString("2001:db8::/64");
        assertThat(Cidr.containing(IpAddress.parse("2001:db8::ff77"), 120)).hasToString("2001:db8::ff00/120");
        assertThat(Cidr.parse("10.0.0.7")).isEqualTo(Cidr.of(IpAddress.parse("10.0.0.7")));
        assertThat(Cidr.parse("10.0.0.0/8")).isLessThan(Cidr.parse("10.0.0.0/9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1"})
    void whatIsNoPrefixIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cidr.containing(IpAddress.parse("::"), 129))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package io.heddle.topology.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressValuesTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "255.255.255.255", "224.0.0.1"})
    void anIpv4AddressReadsBackWhatItPrints(String text) {
        assertThat(Ipv4Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.x", "1.2..4", "1.2.3.0004"})
    void whatIsNoIpv4AddressIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipv4Address.parse(text))
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void anIpv4AddressKnowsItsOctets() {
        Ipv4Address address = Ipv4Address.of(224, 1, 2, 3);
        assertThat(address.octet(0)).isEqualTo(224);
        assertThat(address.octet(3)).isEqualTo(3);
        assertThat(address.isMulticast()).isTrue();
        assertThat(Ipv4Address.BROADCAST.unsigned()).isEqualTo(0xffff_ffffL);
        assertThat(Ipv4Address.BROADCAST).isGreaterThan(Ipv4Address.UNSPECIFIED);
        assertThatIllegalArgumentException().isThrownBy(() -> address.octet(4));
        assertThatIllegalArgumentException().isThrownBy(() -> address.octet(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Address.of(256, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Address.of(-1, 0, 0, 0));
    }

    @Test
    void aPrefixContainsItsAddresses() {
        IpPrefix prefix = IpPrefix.parse("10.2.0.0/16");
        assertThat(prefix.contains(Ipv4Address.parse("10.2.255.255"))).isTrue();
        assertThat(prefix.contains(Ipv4Address.parse("10.3.0.0"))).isFalse();
        assertThat(prefix.contains(IpPrefix.parse("10.2.7.0/24"))).isTrue();
        assertThat(prefix.contains(IpPrefix.parse("10.0.0.0/8"))).isFalse();
        assertThat(IpPrefix.parse("0.0.0.0/0").contains(Ipv4Address.BROADCAST)).isTrue();
        assertThat(prefix.netmask()).isEqualTo(Ipv4Address.parse("255.255.0.0"));
        assertThat(prefix).hasToString("10.2.0.0/16").isLessThan(IpPrefix.parse("10.2.0.0/24"));
        assertThat(IpPrefix.parse("10.0.0.1"))
                .isEqualTo(Ipv4Address.parse("10.0.0.1").asPrefix());
        assertThat(IpPrefix.containing(Ipv4Address.parse("10.2.3.4"), 16)).isEqualTo(prefix);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/"})
    void whatIsNoPrefixIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse(text));
    }

    @Test
    void prefixLengthsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.containing(Ipv4Address.BROADCAST, 33));
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.containing(Ipv4Address.BROADCAST, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new IpPrefix(Ipv4Address.UNSPECIFIED, -1));
    }

    @Test
    void aMacAddressReadsBackWhatItPrints() {
        MacAddress mac = MacAddress.parse("00:00:5e:00:01:01");
        assertThat(mac).hasToString("00:00:5e:00:01:01").isEqualTo(MacAddress.of(mac.octets()));
        assertThat(mac.isGroup()).isFalse();
        assertThat(MacAddress.BROADCAST.isGroup()).isTrue();
        assertThat(mac).isLessThan(MacAddress.BROADCAST);
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse("00:00:5e:00:01"));
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.of(new byte[5]));
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(1L << 48));
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(-1));
    }
}

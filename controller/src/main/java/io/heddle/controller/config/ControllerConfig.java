package io.heddle.controller.config;

import io.heddle.controller.discovery.DiscoverySettings;
import io.heddle.controller.host.HostSettings;
import io.heddle.controller.ovsdb.Target;
import io.heddle.controller.telemetry.ElephantSettings;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.MacAddress;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything an operator can choose.
 *
 * @param openflow where switches connect
 * @param ovsdb where servers' Open vSwitch databases connect
 * @param http where the REST interface and the dashboard are served
 * @param sflow where sFlow samples arrive
 * @param state the folder of what must outlive the process; none means a folder of the user's own
 * @param baseOctet the first octet of every address of the fabric, 1 to 223
 * @param gatewayMac the hardware address of every gateway
 * @param linkCapacity what a link carries, in bits per second; 0 to believe the switch
 * @param audit how often the tables of each switch are read back and compared
 * @param elephants what counts as an elephant
 * @param discovery how ports are probed
 * @param hosts what hosts are offered
 * @param packetIn how much a switch may ask the controller
 * @param telemetry how switches are made to sample
 * @param steering what is done about large flows
 * @param tenants what tenants may have, and who they are
 * @param tls whether switches and databases are spoken to with TLS
 */
public record ControllerConfig(
        ListenAddress openflow,
        ListenAddress ovsdb,
        ListenAddress http,
        ListenAddress sflow,
        Optional<Path> state,
        int baseOctet,
        MacAddress gatewayMac,
        long linkCapacity,
        Duration audit,
        ElephantSettings elephants,
        DiscoverySettings discovery,
        HostSettings hosts,
        PacketInLimits packetIn,
        TelemetrySettings telemetry,
        SteeringConfig steering,
        TenantConfig tenants,
        TlsConfig tls) {

    public ControllerConfig {
        if (tls.files().isEmpty() && telemetry.databases().stream().anyMatch(Target.Ssl.class::isInstance)) {
            throw new IllegalArgumentException(
                    "to connect to ssl: databases, the section tls has to name certificates");
        }
        if (baseOctet < 1 || baseOctet > 223 || baseOctet == 127) {
            throw new IllegalArgumentException("the base octet is 1 to 223 but not 127, and not " + baseOctet);
        }
        if (gatewayMac.isGroup() || gatewayMac.value() == 0) {
            throw new IllegalArgumentException("a gateway cannot have the hardware address " + gatewayMac);
        }
        for (IpPrefix prefix : tenants.settings().routed().prefixes()) {
            if (prefix.address().octet(0) == baseOctet) {
                throw new IllegalArgumentException("routed prefix " + prefix
                        + " has addresses of the fabric itself, whose base" + " octet is " + baseOctet);
            }
        }
        if (linkCapacity < 0) {
            throw new IllegalArgumentException("a link capacity must not be negative, and is " + linkCapacity);
        }
    }

    /** This configuration, listening elsewhere for switches, databases, clients of the HTTP interface and samples. */
    public ControllerConfig withListeners(
            ListenAddress forSwitches, ListenAddress forDatabases, ListenAddress forClients, ListenAddress forSamples) {
        return new ControllerConfig(
                forSwitches,
                forDatabases,
                forClients,
                forSamples,
                state,
                baseOctet,
                gatewayMac,
                linkCapacity,
                audit,
                elephants,
                discovery,
                hosts,
                packetIn,
                telemetry,
                steering,
                tenants,
                tls);
    }

    /** This configuration, with other tenants. */
    public ControllerConfig withTenants(TenantConfig others) {
        return new ControllerConfig(
                openflow,
                ovsdb,
                http,
                sflow,
                state,
                baseOctet,
                gatewayMac,
                linkCapacity,
                audit,
                elephants,
                discovery,
                hosts,
                packetIn,
                telemetry,
                steering,
                others,
                tls);
    }

    /** What holds when nothing else is said. */
    public static ControllerConfig defaults() {
        return new ControllerConfig(
                new ListenAddress("0.0.0.0", 6653),
                new ListenAddress("0.0.0.0", 6640),
                new ListenAddress("127.0.0.1", 8181),
                new ListenAddress("0.0.0.0", 6343),
                Optional.empty(),
                10,
                MacAddress.parse("00:00:5e:00:01:01"),
                0,
                Duration.ofSeconds(60),
                ElephantSettings.defaults(),
                DiscoverySettings.defaults(),
                HostSettings.defaults(),
                PacketInLimits.defaults(),
                TelemetrySettings.defaults(),
                SteeringConfig.defaults(),
                TenantConfig.defaults(),
                TlsConfig.none());
    }

    /**
     * Reads a file; what it does not say is as in {@link #defaults()}.
     *
     * @throws ConfigException when the file cannot be read, or holds anything that is not allowed
     */
    public static ControllerConfig load(Path file) {
        try {
            return ConfigFile.read(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": this is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + ")");
        }
    }

    /** This configuration as a file with comments, which reads back as the same. */
    public String asYaml() {
        return ConfigFile.write(this);
    }
}

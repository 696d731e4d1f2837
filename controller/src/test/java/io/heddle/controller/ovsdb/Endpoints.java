package io.heddle.controller.ovsdb;

import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.Sampling;
import io.heddle.controller.tls.Protection;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Settings and wishes that the tests share. */
final class Endpoints {
    static final int SAMPLES_PORT = 6343;

    private static final OvsdbSettings.Limits LIMITS = new OvsdbSettings.Limits(300, 1 << 20, 1000, 1 << 20);

    private Endpoints() {}

    /** On loopback, with short times where a test waits for them and long ones elsewhere. */
    static OvsdbSettings settings(Target... targets) {
        return settings(timing(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60)), targets);
    }

    static OvsdbSettings settings(OvsdbSettings.Timing timing, Target... targets) {
        return settings(Protection.none(), timing, targets);
    }

    static OvsdbSettings settings(Protection protection, OvsdbSettings.Timing timing, Target... targets) {
        return new OvsdbSettings(
                "127.0.0.1", 0, protection, List.of(targets), Optional.empty(), SAMPLES_PORT, LIMITS, timing);
    }

    static OvsdbSettings.Timing timing(Duration echo, Duration answer, Duration audit) {
        return new OvsdbSettings.Timing(
                Duration.ofSeconds(20),
                echo,
                Duration.ofSeconds(2),
                answer,
                Duration.ofMillis(20),
                audit,
                Duration.ofMillis(50));
    }

    /** The wish that exactly these switches sample one packet in {@code packets}, agents counting up from 10.0.0.1. */
    static ConfigureSampling sampling(int packets, long... dpids) {
        SortedMap<DatapathId, Sampling> wanted = new TreeMap<>();
        for (long dpid : dpids) {
            wanted.put(new DatapathId(dpid), new Sampling(agent(dpid), packets));
        }
        return new ConfigureSampling(wanted, new TreeSet<>());
    }

    /** The same, these left as they are. */
    static ConfigureSampling undecided(Long... dpids) {
        return new ConfigureSampling(
                new TreeMap<>(),
                new TreeSet<>(Stream.of(dpids).map(DatapathId::new).toList()));
    }

    static Ipv4Address agent(long dpid) {
        return Ipv4Address.of(10, (int) dpid >>> 8, (int) dpid & 0xff, 1);
    }
}

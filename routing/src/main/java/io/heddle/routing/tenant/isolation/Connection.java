package io.heddle.routing.tenant.isolation;

import io.heddle.routing.verify.Packet;
import java.util.List;

/**
 * What one end can begin with another over IP, according to the tables.
 *
 * @param source who begins
 * @param target with whom
 * @param services what for, such as {@code ping}, {@code tcp 22-80} or {@code udp6 53}
 * @param witness one packet that it begins with, as it is sent
 * @param passed the rules that the witness passes
 */
public record Connection(End source, End target, List<String> services, Packet witness, List<PassedRule> passed) {

    public Connection {
        services = List.copyOf(services);
        passed = List.copyOf(passed);
    }
}

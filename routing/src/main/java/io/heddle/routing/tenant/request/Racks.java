package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import java.util.Optional;

/** At which edge switch of the fabric machines are, as far as it is known; what is not known costs the fabric rules and nothing else. */
public interface Racks {

    /** Nothing is known. */
    Racks UNKNOWN = new Racks() {
        @Override
        public Optional<DatapathId> ofHost(String host) {
            return Optional.empty();
        }

        @Override
        public Optional<DatapathId> ofPort(PortId port) {
            return Optional.empty();
        }
    };

    /** The edge switch of the server that is called that. */
    Optional<DatapathId> ofHost(String host);

    /** The edge switch of the server that the interface of the port is plugged into. */
    Optional<DatapathId> ofPort(PortId port);
}

package io.heddle.routing.plan;

import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Optional;

/** Where a route leads. */
sealed interface Target {

    /** To other switches, by a group. */
    sealed interface Onward extends Target {}

    /** To the servers of this switch. */
    record ToLocal() implements Target {}

    /** Nowhere: the packet is dropped. */
    record Nowhere() implements Target {}

    /** To the controller, which finds out more or tells the sender. */
    record AskController() implements Target {}

    /**
     * Over several ports alike, by the hash of the flow; one port that is the only way counts as well.
     *
     * @param ports in order, at least one
     */
    record Spread(List<PortNumber> ports) implements Onward {
        public Spread {
            if (ports.isEmpty()) {
                throw new IllegalArgumentException("there is no port to spread over");
            }
            ports = List.copyOf(ports);
        }
    }

    /**
     * Out of the first port that lives, or whatever else its choice says.
     *
     * @param kind with {@code unit}, the identity of the group on its switch
     * @param unit the number of what it leads to
     * @param choices the best first
     */
    record FirstLive(GroupKind kind, int unit, List<Choice> choices) implements Onward {
        public FirstLive {
            choices = List.copyOf(choices);
        }
    }

    /**
     * Out of one port while it lives, and otherwise as {@code otherwise} says: what a steered flow is given.
     *
     * @param port one of the ports of {@code otherwise}
     * @param otherwise where everybody else goes
     */
    record Steered(PortNumber port, Spread otherwise) implements Onward {
        public Steered {
            if (!otherwise.ports().contains(port)) {
                throw new IllegalArgumentException("port " + port + " is none of " + otherwise.ports());
            }
        }
    }

    /** Up again, away from where the packet came; another port for each port it can come in by. */
    record Detour() implements Target {}

    /**
     * One choice of a {@link FirstLive}.
     *
     * @param watch the port that must live
     * @param output the port to send out of; none to send back by the ingress port
     */
    record Choice(PortNumber watch, Optional<PortNumber> output) {

        static Choice through(PortNumber port) {
            return new Choice(port, Optional.of(port));
        }

        static Choice back(PortNumber watch) {
            return new Choice(watch, Optional.empty());
        }
    }
}

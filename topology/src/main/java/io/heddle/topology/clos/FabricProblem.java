package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.util.List;

/** Something about the cabling that is not as the design wants it. */
public sealed interface FabricProblem {

    /** What is wrong, as one sentence that names switches (by role, position and datapath id) and ports. */
    String sentence();

    /**
     * A cable of the design that is not there, or is dead.
     *
     * @param ends the two ports, or the one that is known, or none
     */
    record MissingLink(List<ConnectPoint> ends, String sentence) implements FabricProblem {
        public MissingLink {
            ends = List.copyOf(ends);
        }
    }

    /** A place of the design where no switch is. */
    record MissingSwitch(Position position, String sentence) implements FabricProblem {}

    /**
     * A cable that does not fit the design; it carries no traffic until it is re-plugged.
     *
     * @param cable the cable as it is plugged now
     */
    record WrongCable(Cable cable, String sentence) implements FabricProblem {}

    /** A switch that has no place in the design. */
    record UnplacedSwitch(DatapathId dpid, String sentence) implements FabricProblem {}
}

package io.heddle.rest.tenant;

import io.heddle.rest.view.TraceRepresentation.TraceHop;
import io.heddle.rest.view.TraceRepresentation.TraceStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one packet of a tenant.
 *
 * @param instant when this was put together
 * @param revision the number of the fabric's snapshot that it was taken from
 * @param src the port that sends it
 * @param dst its receiver's address
 * @param state {@code new}, or {@code established}
 * @param packet as it is sent; empty when it never is
 * @param stages the parts of its way, in order; of copies, one after the other
 * @param verdict how and why it ended, as a sentence, or several for copies
 * @param exact whether nothing on the way is a guess
 * @param text the same as lines for a person
 */
public record JourneyRepresentation(
        Instant instant,
        long revision,
        String src,
        String dst,
        String state,
        Optional<String> packet,
        List<StageRepresentation> stages,
        String verdict,
        boolean exact,
        String text) {

    public JourneyRepresentation {
        stages = List.copyOf(stages);
    }

    /** One part of the way. */
    public sealed interface StageRepresentation {

        /** {@code server}, {@code fabric} or {@code end}. */
        String kind();
    }

    /**
     * Through the integration bridge of a server.
     *
     * @param kind {@code server}
     * @param server what the server is called
     * @param bridge the bridge's datapath id
     * @param inPort the port by which the packet comes in
     * @param packet the packet as it comes in
     * @param steps what happens to it, in order
     * @param hidden whether steps are left out that belong to another project
     */
    public record ServerStage(
            String kind, String server, String bridge, int inPort, String packet, List<TraceStep> steps, boolean hidden)
            implements StageRepresentation {
        public ServerStage {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Over the fabric.
     *
     * @param kind {@code fabric}
     * @param type {@code vxlan}, {@code gre} or {@code vlan}
     * @param packet what the fabric sees, as far as it is known
     * @param sourcePort the source port of a VXLAN packet, if it is known
     * @param hops the switches, if the way is known
     * @param count how many ways there are; 1 where it is known, 0 for none
     * @param ways the first of the ways, each as the names of its switches, where it is not known which
     * @param reason why it is not known, or there is none
     */
    public record FabricStage(
            String kind,
            String type,
            String packet,
            Optional<Integer> sourcePort,
            List<TraceHop> hops,
            long count,
            List<List<String>> ways,
            Optional<String> reason)
            implements StageRepresentation {
        public FabricStage {
            hops = List.copyOf(hops);
            ways = List.copyOf(ways);
        }
    }

    /**
     * The end, of the packet or of one copy of it.
     *
     * @param kind {@code end}
     * @param end {@code delivered}, {@code answered}, {@code left}, {@code to-controller}, {@code dropped}, {@code lost}, {@code unsent}, or
     *     {@code untold} for what a port of another project does with it
     * @param port the port at which it ends, if it does at one that is seen
     * @param packet as it is then, if it is told
     * @param sentence how and why
     */
    public record EndStage(String kind, String end, Optional<String> port, Optional<String> packet, String sentence)
            implements StageRepresentation {}
}

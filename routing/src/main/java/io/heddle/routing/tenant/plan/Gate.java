package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Cidr;

/** Where the security groups of a port are asked: what it sends, and what it is sent. */
enum Gate {
    OUT,
    IN;

    static Gate of(Direction direction) {
        return switch (direction) {
            case EGRESS -> OUT;
            case INGRESS -> IN;
        };
    }

    /** The table in which they are asked. */
    TableId table() {
        return switch (this) {
            case OUT -> OverlayPipeline.OUTBOUND;
            case IN -> OverlayPipeline.INBOUND;
        };
    }

    /** Where what they let through goes on in the direction of its connection. */
    TableId commit() {
        return switch (this) {
            case OUT -> OverlayPipeline.COMMIT_OUTBOUND;
            case IN -> OverlayPipeline.COMMIT_INBOUND;
        };
    }

    /** Where all that they let through goes on. */
    TableId next() {
        return switch (this) {
            case OUT -> OverlayPipeline.LIMIT;
            case IN -> OverlayPipeline.PORT;
        };
    }

    /** Of those packets, the ones that are sent by, or to, the port of that number. */
    Match at(PortNumber number, Match packets) {
        return switch (this) {
            case OUT -> packets.inPort(number);
            case IN -> packets.with(Field.REG0, number.value());
        };
    }

    /** Packets of which the other end has an address in {@code peer}. */
    Match with(Cidr peer) {
        return switch (this) {
            case OUT -> Frames.to(Match.any(), peer);
            case IN -> Frames.from(Match.any(), peer);
        };
    }
}

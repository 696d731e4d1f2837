package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.openflow.codec.Versions;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.ProtocolVersion;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The phases between hello and announcement; {@link Phase} has the table.
 *
 * <p>Each knows the number of the request it waits on: a refusal, or an unreadable answer, of that very number ends the session.
 */
sealed interface Handshake extends Phase {

    /** The number of the request that is waited on. */
    int xid();

    /** The phase after an answer; {@code this} when it is none to the request. */
    Phase answered(SwitchMessage message, Conversation conversation);

    @Override
    default Phase on(SwitchMessage message, Conversation conversation) {
        return switch (message) {
            case SwitchMessage.PortNews news -> {
                conversation.peer().ports().put(news.port().number(), news.port());
                yield this;
            }
            case SwitchMessage.PortGone gone -> {
                conversation.peer().ports().remove(gone.port());
                yield this;
            }
            case SwitchMessage.PacketIn ignored -> {
                conversation.tally().packetInsDropped.increment();
                yield this;
            }
            case SwitchMessage.Unparsed unparsed
            when unparsed.xid() == xid() -> Phase.end(conversation, "cannot read its " + waitsFor() + ": " + unparsed);
            case SwitchMessage.Refused refused
            when refused.error().isHelloFailed() -> Phase.end(conversation, "it refused our hello: " + refused.error());
            default -> message.xid() == xid() ? answered(message, conversation) : this;
        };
    }

    /** The phase after a hello. */
    static Phase greeted(SwitchMessage.Hello hello, Conversation conversation) {
        Optional<ProtocolVersion> common = Versions.best(hello.bitmap());
        if (common.isEmpty()) {
            String offer = Versions.describe(hello.bitmap());
            String text = "OpenFlow 1.3, 1.4 or 1.5 is needed, not only " + offer;
            int wire = Peer.lowestVersion(hello.bitmap());
            conversation.send(1, out -> MessageEncoder.helloFailed(out, wire, hello.xid(), text));
            return Phase.end(conversation, "it offers only OpenFlow " + offer + "; 1.3, 1.4 or 1.5 is needed");
        }
        conversation.peer().speaks(common.get());
        return new Identifying(conversation.ask(MessageEncoder::featuresRequest));
    }

    /** Waits for the datapath id. */
    record Identifying(int xid) implements Handshake {
        @Override
        public Phase answered(SwitchMessage message, Conversation conversation) {
            return switch (message) {
                case SwitchMessage.Features features
                when features.auxiliary() != 0 -> Phase.end(conversation, "auxiliary connections are not used");
                case SwitchMessage.Features features -> {
                    conversation.peer().is(features.dpid());
                    conversation.requestAdmission();
                    yield new Admitting();
                }
                case SwitchMessage.Refused refused -> Phase.end(conversation, "the features request", refused.error());
                default -> this;
            };
        }

        @Override
        public String waitsFor() {
            return "features";
        }
    }

    /** Waits for the place of its datapath id; no message decides that. */
    record Admitting() implements Handshake {
        @Override
        public int xid() {
            return 0;
        }

        @Override
        public Phase answered(SwitchMessage message, Conversation conversation) {
            return this;
        }

        @Override
        public Phase admitted(Conversation conversation) {
            return new ListingPorts(conversation.ask(MessageEncoder::portsRequest));
        }

        @Override
        public String waitsFor() {
            return "an older session of the same datapath id to end";
        }
    }

    /** Waits for the ports. */
    record ListingPorts(int xid) implements Handshake {
        @Override
        public Phase answered(SwitchMessage message, Conversation conversation) {
            return switch (message) {
                case SwitchMessage.Ports part -> {
                    part.ports().forEach(port -> conversation.peer().ports().put(port.number(), port));
                    yield part.more() ? this : new Describing(conversation.ask(MessageEncoder::descriptionRequest));
                }
                case SwitchMessage.Refused refused ->
                    Phase.end(conversation, "the port description request", refused.error());
                default -> this;
            };
        }

        @Override
        public String waitsFor() {
            return "port description";
        }
    }

    /** Waits for what the switch says of itself; a switch that says nothing is taken as well. */
    record Describing(int xid) implements Handshake {
        @Override
        public Phase answered(SwitchMessage message, Conversation conversation) {
            return switch (message) {
                case SwitchMessage.Described described -> {
                    conversation.peer().saysOfItself(described.description());
                    yield takeRole(conversation);
                }
                case SwitchMessage.Refused ignored -> takeRole(conversation);
                default -> this;
            };
        }

        private static Phase takeRole(Conversation conversation) {
            return new TakingRole(
                    conversation.ask((encoder, out, xid) -> encoder.masterRequest(out, xid, Handshake.GENERATION)));
        }

        @Override
        public String waitsFor() {
            return "description";
        }
    }

    /** The generation of a controller that is the only one. */
    long GENERATION = 0;

    /** Waits to be master. */
    record TakingRole(int xid) implements Handshake {
        @Override
        public Phase answered(SwitchMessage message, Conversation conversation) {
            return switch (message) {
                case SwitchMessage.RoleGranted ignored -> {
                    int configuration = conversation.nextXid();
                    int asynchronous = conversation.nextXid();
                    conversation.send(
                            2, out -> conversation.peer().encoder().configuration(out, configuration, asynchronous));
                    yield new ReadingTables(TableReading.begin(conversation));
                }
                case SwitchMessage.Refused refused -> Phase.end(conversation, "the role of master", refused.error());
                default -> this;
            };
        }

        @Override
        public String waitsFor() {
            return "role";
        }
    }

    /** Waits for meters, groups and rules. */
    record ReadingTables(TableReading reading) implements Handshake {
        @Override
        public int xid() {
            return reading.xid();
        }

        @Override
        public Phase answered(SwitchMessage message, Conversation conversation) {
            Optional<Installed> installed = reading.on(message, conversation);
            if (installed.isEmpty()) {
                return this;
            }
            Peer peer = conversation.peer();
            conversation.report(new FabricEvent.SwitchConnected(
                    peer.dpid(),
                    peer.version(),
                    peer.description(),
                    new ArrayList<>(peer.ports().values()),
                    installed.get(),
                    peer.remote()));
            return new Live();
        }

        @Override
        public String waitsFor() {
            return "tables";
        }
    }
}

package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.state.FabricEvent;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** What a phase or a job of a session can do. Only on the session's event loop. */
interface Conversation {

    /** The other end. */
    Peer peer();

    /** A number that no message of ours in this session had yet. */
    int nextXid();

    /** Sends what {@code writer} writes, {@code messages} whole messages; it leaves with the next flush. */
    void send(int messages, Consumer<ByteBuf> writer);

    /** Tells the controller. */
    void report(FabricEvent event);

    /** Ends the session; nothing after this matters. */
    void end(String reason);

    /** Asks for the place of this switch's datapath id; the answer is {@link Phase#admitted}, or the session ends. */
    void requestAdmission();

    /** Whether so many events wait in the controller that packets for it must be dropped. */
    boolean isControllerBehind();

    /** Whether so much waits to be sent that packets must be dropped. */
    boolean isSwitchBehind();

    /** Does {@code task} after the time that a switch has to answer a job, unless cancelled. */
    Future<?> whenUnanswered(Runnable task);

    /** What the endpoint bears. */
    OpenFlowSettings.Limits limits();

    /** The counts of the endpoint. */
    Tally tally();

    /** Writes with the peer's encoder one message whose number is returned. */
    default int ask(Request request) {
        int xid = nextXid();
        send(1, out -> request.write(peer().encoder(), out, xid));
        return xid;
    }

    /** One message that is written with a number. */
    @FunctionalInterface
    interface Request {
        void write(MessageEncoder encoder, ByteBuf out, int xid);
    }
}

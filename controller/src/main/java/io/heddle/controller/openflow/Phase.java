package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.OpenFlowError;
import io.heddle.controller.openflow.codec.SwitchMessage;

/**
 * Where a session stands. Each phase waits for one answer and ignores what belongs to none.
 *
 * <pre>
 *   phase           entered by sending        on                                  to
 *   Greeting        hello                     hello, common version               Identifying
 *                                             hello, none                         Ended (error HELLO_FAILED is sent)
 *   Identifying     features request          features, main connection           Admitting
 *                                             features, auxiliary connection      Ended
 *   Admitting       (echo to an older one)    admitted: no older one, or dead     ListingPorts
 *                                             refused: the older one lives        Ended
 *   ListingPorts    port description request  ports, last part                    Describing
 *   Describing      description request       description, or an error            TakingRole
 *   TakingRole      role request MASTER       role granted                        ReadingTables
 *   ReadingTables   set config, set async,    rules, last part                    Live (the switch is announced)
 *                   meters, groups, rules
 *   Live            -                         -                                   -
 *   any             -                         an error to, or an unreadable       Ended
 *                                             form of, the answer waited for
 *   any             -                         channel closed, bytes that are no   Ended
 *                                             OpenFlow, time over, told to end
 * </pre>
 *
 * <p>Echo requests are answered in every phase, and port news are taken in from ListingPorts on; neither changes the phase.
 */
sealed interface Phase permits Phase.Greeting, Phase.Ended, Handshake, Live {

    /** The phase after {@code message}. */
    Phase on(SwitchMessage message, Conversation conversation);

    /** The phase once the datapath id's place is ours; only {@link Handshake.Admitting} can be admitted. */
    default Phase admitted(Conversation conversation) {
        throw new IllegalStateException("admitted in phase " + this);
    }

    /** What is waited for, for people. */
    String waitsFor();

    /** Nothing but the connection is there. */
    record Greeting() implements Phase {
        @Override
        public Phase on(SwitchMessage message, Conversation conversation) {
            return switch (message) {
                case SwitchMessage.Hello hello -> Handshake.greeted(hello, conversation);
                case SwitchMessage.Unparsed unparsed -> Phase.end(conversation, "its hello is unreadable: " + unparsed);
                default -> this;
            };
        }

        @Override
        public String waitsFor() {
            return "hello";
        }
    }

    /** It is over. */
    record Ended() implements Phase {
        @Override
        public Phase on(SwitchMessage message, Conversation conversation) {
            return this;
        }

        @Override
        public String waitsFor() {
            return "nothing";
        }
    }

    /** Ends the session. */
    static Phase end(Conversation conversation, String reason) {
        conversation.end(reason);
        return new Ended();
    }

    /** Ends the session because of {@code error}. */
    static Phase end(Conversation conversation, String request, OpenFlowError error) {
        return end(conversation, request + " was refused: " + error);
    }
}

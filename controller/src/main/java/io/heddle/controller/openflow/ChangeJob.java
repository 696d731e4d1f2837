package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.OpenFlowError;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.state.Effect.ApplyChanges;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.plan.Change;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Applies one batch of changes and answers for it once.
 *
 * <p>The batch is cut where it passes between meters, which no switch takes in a bundle, and the rest. Meters, a single change, and
 * everything on a switch without bundles are sent plainly and closed by a barrier; the rest goes as one bundle. A switch that
 * refused a message of a bundle may still commit the others (Open vSwitch does), so the bundle is first closed by a barrier and
 * committed only when no error came before its answer, otherwise discarded.
 *
 * <pre>
 *   step        sent                              on                         to
 *   Plain       messages, barrier                 barrier passed, no error   next step, or confirmed
 *                                                 barrier passed, an error   refused
 *   Filling     open, messages, barrier           open not understood        Plain, once the barrier passed
 *                                                 barrier passed, no error   Committing
 *                                                 barrier passed, an error   refused (discard is sent)
 *   Committing  commit                            committed                  next step, or confirmed
 *                                                 an error to the commit     refused
 * </pre>
 */
final class ChangeJob implements Job {
    private static final int BUNDLE_COMMITTED = MessageEncoder.BUNDLE_COMMIT + 1;

    private final ApplyChanges batch;
    private final Deque<List<Change>> parts;
    private List<Change> part = List.of();
    private Step step = Step.PLAIN;
    private boolean someApplied;
    private int bundle;
    private int firstXid;
    private int lastXid;
    private Optional<Refusal> refusal = Optional.empty();
    private boolean bundleNotUnderstood;

    private enum Step {
        PLAIN,
        FILLING,
        COMMITTING
    }

    private record Refusal(Optional<Change> culprit, String error) {}

    ChangeJob(ApplyChanges batch) {
        this.batch = batch;
        parts = parts(batch.changes());
    }

    private static Deque<List<Change>> parts(List<Change> changes) {
        Deque<List<Change>> parts = new ArrayDeque<>();
        int start = 0;
        for (int i = 1; i <= changes.size(); i++) {
            if (i == changes.size() || isMeter(changes.get(i)) != isMeter(changes.get(start))) {
                parts.add(changes.subList(start, i));
                start = i;
            }
        }
        return parts;
    }

    private static boolean isMeter(Change change) {
        return switch (change) {
            case Change.AddMeter ignored -> true;
            case Change.ModifyMeter ignored -> true;
            case Change.RemoveMeter ignored -> true;
            case Change.AddGroup ignored -> false;
            case Change.ModifyGroup ignored -> false;
            case Change.RemoveGroup ignored -> false;
            case Change.PutRule ignored -> false;
            case Change.RemoveRule ignored -> false;
        };
    }

    @Override
    public boolean begin(Conversation conversation) {
        conversation.tally().changes.add(batch.changes().size());
        // A part is sent as a whole or not at all; only where there are more parts has the last to be looked at before
        // the first goes.
        refusal = parts.size() > 1
                ? firstInexpressible(batch.changes(), conversation.peer().encoder())
                : Optional.empty();
        return refusal.isPresent() ? refuse(conversation, true) : nextPart(conversation);
    }

    /** Nothing is sent of a batch of which the switch's version cannot express everything. */
    private static Optional<Refusal> firstInexpressible(List<Change> changes, MessageEncoder encoder) {
        ByteBuf scratch = Unpooled.buffer(512);
        for (Change change : changes) {
            try {
                scratch.clear();
                encoder.bundled(scratch, 0, 0, change);
            } catch (IllegalArgumentException e) {
                return Optional.of(new Refusal(Optional.of(change), String.valueOf(e.getMessage())));
            }
        }
        return Optional.empty();
    }

    private boolean nextPart(Conversation conversation) {
        if (parts.isEmpty()) {
            conversation.tally().batchesConfirmed.increment();
            conversation.report(new FabricEvent.ChangesConfirmed(batch.dpid(), batch.revision()));
            return true;
        }
        part = parts.removeFirst();
        try {
            if (part.size() == 1
                    || isMeter(part.getFirst())
                    || !conversation.peer().takesBundles()) {
                sendPlain(conversation);
            } else {
                sendBundle(conversation);
            }
            return false;
        } catch (IllegalArgumentException e) {
            refusal = firstInexpressible(part, conversation.peer().encoder());
            if (refusal.isEmpty()) {
                throw e;
            }
            return refuse(conversation, !someApplied);
        }
    }

    private void sendPlain(Conversation conversation) {
        step = Step.PLAIN;
        MessageEncoder encoder = conversation.peer().encoder();
        firstXid = conversation.nextXid();
        List<Integer> xids = xidsAfterFirst(conversation, part.size());
        conversation.send(part.size() + 1, out -> {
            for (int i = 0; i < part.size(); i++) {
                encoder.change(out, firstXid + i, part.get(i));
            }
            encoder.barrier(out, xids.getLast());
        });
        lastXid = xids.getLast();
    }

    private void sendBundle(Conversation conversation) {
        step = Step.FILLING;
        MessageEncoder encoder = conversation.peer().encoder();
        bundle = conversation.nextXid();
        int open = bundle;
        firstXid = conversation.nextXid();
        List<Integer> xids = xidsAfterFirst(conversation, part.size());
        conversation.send(part.size() + 2, out -> {
            encoder.bundleStep(out, open, bundle, MessageEncoder.BUNDLE_OPEN);
            for (int i = 0; i < part.size(); i++) {
                encoder.bundled(out, firstXid + i, bundle, part.get(i));
            }
            encoder.barrier(out, xids.getLast());
        });
        lastXid = xids.getLast();
    }

    /** Numbers are consecutive, so that the place of a message in its part follows from its number. */
    private static List<Integer> xidsAfterFirst(Conversation conversation, int count) {
        List<Integer> xids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            xids.add(conversation.nextXid());
        }
        return xids;
    }

    @Override
    public boolean on(SwitchMessage message, Conversation conversation) {
        return switch (message) {
            case SwitchMessage.Refused refused -> refused(refused.xid(), refused.error(), conversation);
            case SwitchMessage.BarrierPassed passed when passed.xid() == lastXid -> barrierPassed(conversation);
            case SwitchMessage.BundleAnswered answered
            when step == Step.COMMITTING && answered.xid() == lastXid && answered.step() == BUNDLE_COMMITTED -> {
                someApplied = true;
                yield refusal.isPresent() ? refuse(conversation, false) : nextPart(conversation);
            }
            default -> false;
        };
    }

    private boolean refused(int xid, OpenFlowError error, Conversation conversation) {
        int place = xid - firstXid;
        if (place >= 0 && place < part.size()) {
            note(Optional.of(part.get(place)), error);
        } else if (step == Step.FILLING && xid == bundle) {
            bundleNotUnderstood = error.isUnsupported();
            note(Optional.empty(), error);
        } else if (step == Step.COMMITTING && xid == lastXid) {
            note(Optional.empty(), error);
            return refuse(conversation, !someApplied);
        }
        return false;
    }

    /** Keeps the first error: those after it are often only its consequences. */
    private void note(Optional<Change> culprit, OpenFlowError error) {
        if (refusal.isEmpty()) {
            refusal = Optional.of(new Refusal(culprit, error.toString()));
        }
    }

    private boolean barrierPassed(Conversation conversation) {
        if (step == Step.FILLING && bundleNotUnderstood) {
            bundleNotUnderstood = false;
            refusal = Optional.empty();
            conversation.peer().takesNoBundles();
            sendPlain(conversation);
            return false;
        }
        if (step == Step.FILLING && refusal.isPresent()) {
            conversation.ask(
                    (encoder, out, xid) -> encoder.bundleStep(out, xid, bundle, MessageEncoder.BUNDLE_DISCARD));
            return refuse(conversation, !someApplied);
        }
        if (step == Step.FILLING) {
            step = Step.COMMITTING;
            lastXid = conversation.ask(
                    (encoder, out, xid) -> encoder.bundleStep(out, xid, bundle, MessageEncoder.BUNDLE_COMMIT));
            return false;
        }
        if (refusal.isPresent()) {
            return refuse(conversation, !someApplied && part.size() == 1);
        }
        someApplied = true;
        return nextPart(conversation);
    }

    private boolean refuse(Conversation conversation, boolean nothingApplied) {
        Refusal why = refusal.orElseThrow();
        conversation.tally().batchesRefused.increment();
        conversation.report(new FabricEvent.ChangesRefused(
                batch.dpid(), batch.revision(), why.culprit(), why.error(), nothingApplied));
        return true;
    }

    @Override
    public String toString() {
        return batch.changes().size() + " changes of revision " + batch.revision();
    }
}

package io.heddle.controller.state;

import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.sorted.PersistentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The live control session of one switch, and what we believe the switch holds.
 *
 * <p>{@code held} runs ahead of the switch: it is what the switch will hold once everything sent to it is confirmed. A refusal makes
 * it void, and the tables are read back before anything else is sent.
 *
 * @param version what was negotiated
 * @param description what the switch says of itself
 * @param remote its end of the channel
 * @param since when it connected
 * @param held what it holds of ours once everything sent is confirmed
 * @param unreadable removals of what is ours but could not be read, not yet sent
 * @param sentRevision the last revision sent, 0 for none
 * @param confirmedRevision the last revision confirmed, 0 for none
 * @param foreign some of the entries of others, as text
 * @param foreignCount how many entries of others there are
 * @param refusals what the switch refused since its tables were last right, newest last
 * @param isTrusted whether {@code held} can be relied on; after a refusal it cannot, until the tables were read back
 * @param rereadAt when its tables are to be read back next
 * @param hash what its select groups hash with, once that was found out
 */
public record Session(
        ProtocolVersion version,
        SwitchDescription description,
        String remote,
        Instant since,
        SwitchPlan held,
        List<Change> unreadable,
        long sentRevision,
        long confirmedRevision,
        List<String> foreign,
        int foreignCount,
        List<String> refusals,
        boolean isTrusted,
        Instant rereadAt,
        Optional<HashVariant> hash) {

    private static final int REFUSALS_KEPT = 10;
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final int LONGEST_RETRY_SHIFT = 7;

    public Session {
        unreadable = List.copyOf(unreadable);
        foreign = List.copyOf(foreign);
        refusals = List.copyOf(refusals);
    }

    /** The session that begins with {@code event}; its tables are read back again at {@code rereadAt}. */
    public static Session opened(FabricEvent.SwitchConnected event, Instant now, Instant rereadAt) {
        Installed installed = event.installed();
        return new Session(
                event.version(),
                event.description(),
                event.remote(),
                now,
                installed.ours(),
                installed.unreadable(),
                0,
                0,
                installed.foreign(),
                installed.foreignCount(),
                List.of(),
                true,
                rereadAt,
                Optional.empty());
    }

    /** Whether everything sent was confirmed and nothing was refused. */
    public boolean isSynced() {
        return isIdle() && refusals.isEmpty() && unreadable.isEmpty();
    }

    /** Whether nothing that was sent waits for an answer. */
    public boolean isIdle() {
        return sentRevision == confirmedRevision;
    }

    /** This session after {@code desired} was sent as {@code revision}. */
    public Session sent(long revision, SwitchPlan desired) {
        return holding(desired, List.of()).at(revision, confirmedRevision);
    }

    /** This session of a switch that holds just what is {@code desired}. */
    @SuppressWarnings("ReferenceEquality") // the same instance is told to be right without a look at its rules
    public Session agreed(SwitchPlan desired) {
        return held == desired ? this : holding(desired, unreadable);
    }

    /** This session after {@code greeted} was sent as {@code revision}; what is unreadable stays until its place is known. */
    public Session greeted(long revision, SwitchPlan greeted) {
        return holding(greeted, unreadable).at(revision, confirmedRevision);
    }

    /** This session after that rule ended by itself. */
    public Session expired(ForwardingRule.Key key) {
        SwitchPlan left = new SwitchPlan(
                held.meters(), held.groups(), PersistentMap.copyOf(held.rules()).without(key));
        return holding(left, unreadable);
    }

    /** This session after the switch confirmed {@code revision}. */
    public Session confirmed(long revision) {
        List<String> left = revision >= sentRevision && isTrusted ? List.of() : refusals;
        return at(sentRevision, Math.max(confirmedRevision, revision)).judged(left, isTrusted, rereadAt);
    }

    /** This session after a refusal: the tables are to be read back, later each time it happens again. */
    public Session refused(long revision, String refusal, Instant now) {
        List<String> kept = new ArrayList<>(refusals);
        kept.add(refusal);
        if (kept.size() > REFUSALS_KEPT) {
            kept.removeFirst();
        }
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(refusals.size(), LONGEST_RETRY_SHIFT));
        return at(sentRevision, Math.max(confirmedRevision, revision)).judged(kept, false, now.plus(wait));
    }

    /** This session with its next read-back at {@code when}. */
    public Session rereadAt(Instant when) {
        return judged(refusals, isTrusted, when);
    }

    /** This session of a switch that hashes with {@code found}; empty when that is not known. */
    public Session hashing(Optional<HashVariant> found) {
        return new Session(
                version,
                description,
                remote,
                since,
                held,
                unreadable,
                sentRevision,
                confirmedRevision,
                foreign,
                foreignCount,
                refusals,
                isTrusted,
                rereadAt,
                found);
    }

    /** This session after its tables were read back; the next time is {@code next}. */
    public Session reread(Installed installed, Instant next) {
        return new Session(
                version,
                description,
                remote,
                since,
                installed.ours(),
                installed.unreadable(),
                sentRevision,
                confirmedRevision,
                installed.foreign(),
                installed.foreignCount(),
                refusals,
                true,
                next,
                hash);
    }

    /** With other contents of the tables. */
    private Session holding(SwitchPlan changed, List<Change> stillUnreadable) {
        return new Session(
                version,
                description,
                remote,
                since,
                changed,
                stillUnreadable,
                sentRevision,
                confirmedRevision,
                foreign,
                foreignCount,
                refusals,
                isTrusted,
                rereadAt,
                hash);
    }

    /** With other revisions. */
    private Session at(long sent, long confirmed) {
        return new Session(
                version,
                description,
                remote,
                since,
                held,
                unreadable,
                sent,
                confirmed,
                foreign,
                foreignCount,
                refusals,
                isTrusted,
                rereadAt,
                hash);
    }

    /** With another trust in what it holds. */
    private Session judged(List<String> kept, boolean trusted, Instant nextReread) {
        return new Session(
                version,
                description,
                remote,
                since,
                held,
                unreadable,
                sentRevision,
                confirmedRevision,
                foreign,
                foreignCount,
                kept,
                trusted,
                nextReread,
                hash);
    }
}

package io.heddle.controller.discovery;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Link;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The links that are confirmed now, and the last probe believed from every port.
 *
 * <p>A port sends into one cable and receives from one: {@link #objection} tells what speaks against a new link while the ones
 * confirmed are not disproved by a port that went down or by silence.
 */
final class LinkRegister {

    private record Receipt(Probe probe, ConnectPoint at) {}

    private final Map<ConnectPoint, ConnectPoint> outward = new HashMap<>();
    private final Map<ConnectPoint, ConnectPoint> inward = new HashMap<>();
    private final Map<ConnectPoint, Receipt> receipts = new HashMap<>();
    private final Map<ConnectPoint, Integer> unanswered = new HashMap<>();

    /** Where frames that leave {@code from} arrive. */
    Optional<ConnectPoint> destination(ConnectPoint from) {
        return Optional.ofNullable(outward.get(from));
    }

    /** Whether that very direction is confirmed. */
    boolean isConfirmed(Link link) {
        return link.to().equals(outward.get(link.from()));
    }

    /** Why {@code probe}, arriving at {@code at}, is no news, as the end of a sentence that begins with the frame. */
    Optional<String> objection(Probe probe, ConnectPoint at) {
        Receipt last = receipts.get(probe.from());
        if (last != null && last.probe().equals(probe)) {
            return Optional.of(
                    last.at().equals(at)
                            ? "was received there before: it was replayed"
                            : "was received at " + last.at() + " already: it was relayed");
        }
        if (last != null && probe.sentAt().isBefore(last.probe().sentAt())) {
            return Optional.of("is older than one that was received since: it was replayed");
        }
        ConnectPoint destination = outward.get(probe.from());
        if (destination != null && !destination.equals(at)) {
            return Optional.of("came although the cable from there leads to " + destination);
        }
        ConnectPoint source = inward.get(at);
        if (source != null && !source.equals(probe.from())) {
            return Optional.of("came although the cable there leads from " + source);
        }
        ConnectPoint reverse = outward.get(at);
        if (reverse != null && !reverse.equals(probe.from())) {
            return Optional.of("came although the cable there leads to " + reverse);
        }
        return Optional.empty();
    }

    /** Notes that {@code probe} arrived at {@code at} and was believed. */
    void confirm(Probe probe, ConnectPoint at) {
        receipts.put(probe.from(), new Receipt(probe, at));
        outward.put(probe.from(), at);
        inward.put(at, probe.from());
        unanswered.remove(probe.from());
    }

    /** Notes that a probe left {@code from} that should arrive if the link still is there; how many did not, before it. */
    int expectAnswer(ConnectPoint from) {
        return unanswered.merge(from, 1, Integer::sum) - 1;
    }

    /** Forgets that probes are missing: they could not have arrived. */
    void excuse(ConnectPoint from) {
        unanswered.remove(from);
    }

    /** Forgets the link that leaves {@code from}; what was received from there stays known, so that it cannot be replayed. */
    void drop(ConnectPoint from) {
        ConnectPoint to = outward.remove(from);
        if (to != null) {
            inward.remove(to);
        }
        unanswered.remove(from);
    }

    /** Forgets the links that leave and reach {@code point}, whose port is down. */
    void dropAll(ConnectPoint point) {
        drop(point);
        Optional.ofNullable(inward.get(point)).ifPresent(this::drop);
    }

    /** Forgets probes sent before {@code horizon}: they are too old to be believed again. */
    void forgetBefore(Instant horizon) {
        receipts.values().removeIf(receipt -> receipt.probe().sentAt().isBefore(horizon));
    }

    /** Forgets the links that leave or reach a port that {@code isGone}. */
    void dropWhere(Predicate<ConnectPoint> isGone) {
        outward.keySet().stream().filter(isGone).toList().forEach(this::dropAll);
        inward.keySet().stream().filter(isGone).toList().forEach(this::dropAll);
    }
}

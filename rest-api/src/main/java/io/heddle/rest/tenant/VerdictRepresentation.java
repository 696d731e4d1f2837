package io.heddle.rest.tenant;

import io.heddle.routing.rule.RuleText;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.isolation.Connection;
import io.heddle.routing.tenant.isolation.Difference;
import io.heddle.routing.tenant.isolation.End;
import io.heddle.routing.tenant.isolation.PassedRule;
import io.heddle.routing.tenant.isolation.Verdict;
import io.heddle.routing.tenant.request.Requester;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a check found of whether the tables of servers let exactly those talk to each other who are meant to.
 *
 * @param instant when it was put together
 * @param isolated whether no difference was found
 * @param complete whether all was checked that was asked for, and not only what there was time for
 * @param ports from how many interfaces packets were sent
 * @param pairs how many pairs were compared
 * @param joined how many of them may talk, the first beginning
 * @param found how many differences there are
 * @param differences the first of them
 * @param connections what may begin between whom, if that was asked for, the first ten thousand
 * @param rulesPassed how many rules packets passed: the measure of work
 * @param nodes how many nodes of decision diagrams that took
 */
public record VerdictRepresentation(
        Instant instant,
        boolean isolated,
        boolean complete,
        int ports,
        int pairs,
        int joined,
        int found,
        List<DifferenceRepresentation> differences,
        List<ConnectionRepresentation> connections,
        long rulesPassed,
        long nodes) {

    public VerdictRepresentation {
        differences = List.copyOf(differences);
        connections = List.copyOf(connections);
    }

    /**
     * Something that tables do otherwise than it was meant.
     *
     * @param kind such as POSSIBLE_BUT_NOT_ALLOWED
     * @param sentence the same for people
     * @param source the port that sends, if it is one that whoever asks owns
     * @param target the port that gets it or does not, likewise
     * @param witness one packet for which it is so, as it is sent
     * @param passed the rules that it passes, if it arrives, for administrators
     */
    public record DifferenceRepresentation(
            String kind,
            String sentence,
            Optional<String> source,
            Optional<String> target,
            String witness,
            List<String> passed) {}

    /**
     * What a port may begin over IP, according to the tables.
     *
     * @param source the port
     * @param target the other port, if it is one that whoever asks owns; null for outside and for what is others'
     * @param services what for, such as {@code ping} or {@code tcp 22-80}
     * @param witness one packet that it begins with, as it is sent
     * @param passed the rules that it passes, for administrators
     */
    public record ConnectionRepresentation(
            String source, Optional<String> target, List<String> services, String witness, List<String> passed) {}

    /** As far as {@code by} may know. */
    public static VerdictRepresentation of(Verdict verdict, TenantState state, Requester by, Instant instant) {
        return new VerdictRepresentation(
                instant,
                verdict.isClean(),
                verdict.isComplete(),
                verdict.ports(),
                verdict.pairs(),
                verdict.joined(),
                verdict.found(),
                verdict.differences().stream()
                        .map(difference -> difference(difference, state, by))
                        .toList(),
                verdict.connections().stream()
                        .map(connection -> connection(connection, state, by))
                        .toList(),
                verdict.work().rulesPassed(),
                verdict.work().nodes());
    }

    private static DifferenceRepresentation difference(Difference difference, TenantState state, Requester by) {
        String sentence = "From " + text(difference.source(), state, by) + " to "
                + text(difference.target(), state, by) + ": " + difference.witness() + " "
                + difference.kind().text() + ".";
        return new DifferenceRepresentation(
                difference.kind().name(),
                sentence,
                owned(difference.source(), state, by).map(Object::toString),
                owned(difference.target(), state, by).map(Object::toString),
                difference.witness().toString(),
                passed(difference.passed(), by));
    }

    private static ConnectionRepresentation connection(Connection connection, TenantState state, Requester by) {
        return new ConnectionRepresentation(
                owned(connection.source(), state, by).map(Object::toString).orElse(""),
                owned(connection.target(), state, by).map(Object::toString),
                connection.services(),
                connection.witness().toString(),
                passed(connection.passed(), by));
    }

    private static List<String> passed(List<PassedRule> rules, Requester by) {
        return rules.stream()
                .filter(passed -> by.isAdmin())
                .map(passed -> passed.bridge() + " " + RuleText.of(passed.rule()))
                .toList();
    }

    private static String text(End end, TenantState state, Requester by) {
        return by.isAdmin() || owned(end, state, by).isPresent() ? end.text() : "somebody else";
    }

    private static Optional<PortId> owned(End end, TenantState state, Requester by) {
        return end instanceof End.AtPort(PortId id)
                ? state.ports().find(id).filter(by::owns).map(port -> id)
                : Optional.empty();
    }
}

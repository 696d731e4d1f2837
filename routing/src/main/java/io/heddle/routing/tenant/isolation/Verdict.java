package io.heddle.routing.tenant.isolation;

import java.util.List;

/**
 * What a check found.
 *
 * @param ports from how many interfaces packets were sent
 * @param pairs how many pairs of ends were compared
 * @param joined in how many of them the first is meant to be able to begin a connection with the second
 * @param differences what tables do otherwise than it was meant, the first {@link #AT_MOST} of them
 * @param found how many differences there are
 * @param connections what ports may begin with whom, if that was asked for, the first {@link #CONNECTIONS_AT_MOST} of them
 * @param isComplete whether all was checked that was asked for
 * @param work what it took
 */
public record Verdict(
        int ports,
        int pairs,
        int joined,
        List<Difference> differences,
        int found,
        List<Connection> connections,
        boolean isComplete,
        Work work) {

    /** So many differences are told. */
    public static final int AT_MOST = 100;

    /** So many connections are told of. */
    public static final int CONNECTIONS_AT_MOST = 10_000;

    /**
     * What a check took, in what does not depend on the machine.
     *
     * @param rulesPassed how many rules packets passed, all packets that take one way together counting once
     * @param nodes how many nodes of decision diagrams were made
     */
    public record Work(long rulesPassed, long nodes) {}

    public Verdict {
        differences = List.copyOf(differences);
        connections = List.copyOf(connections);
    }

    /** Whether tables do exactly what was meant, as far as was checked. */
    public boolean isClean() {
        return found == 0;
    }
}

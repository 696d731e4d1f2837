package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.policy.ManagedGroup;
import io.heddle.routing.tenant.policy.PolicyLine;
import io.heddle.routing.tenant.policy.PolicyStatement;
import io.heddle.topology.address.IpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a policy stands for: sets of ports that are security groups, and the rules of these.
 *
 * @param project whose policy it is
 * @param sets the ports of each set
 * @param rules the rules, in the order of the lines that they are there for; of two that say the same, the first
 */
record PolicyPlan(ProjectId project, SortedMap<String, SortedSet<PortId>> sets, List<Wanted> rules) {

    private static final int LINES_AT_MOST = 200;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final List<String> RESERVED = List.of(PolicyLine.INTERNET, PolicyLine.OUTSIDE);

    /** A rule, and the line that it is there for. */
    record Wanted(SecurityRuleId id, SecurityGroupId group, Permission permission, String description) {}

    static PolicyPlan of(Request request, ProjectId project, PolicyStatement statement) {
        Reading reading = new Reading(request, project, new TreeMap<>());
        statement.groups().forEach(reading::addGroup);
        if (statement.allow().size() > LINES_AT_MOST) {
            throw TenantRefusal.invalid("a policy has at most " + LINES_AT_MOST + " lines, not "
                    + statement.allow().size());
        }
        Map<SecurityRuleId, Wanted> rules = new LinkedHashMap<>();
        for (int number = 1; number <= statement.allow().size(); number++) {
            PolicyLine line = statement.allow().get(number - 1);
            for (Wanted wanted : reading.rules(line, number)) {
                rules.putIfAbsent(wanted.id(), wanted);
            }
        }
        return new PolicyPlan(project, reading.sets, List.copyOf(rules.values()));
    }

    /** Which groups each port is in that the policy names. */
    SortedMap<PortId, SortedSet<SecurityGroupId>> memberships() {
        SortedMap<PortId, SortedSet<SecurityGroupId>> memberships = new TreeMap<>();
        sets.forEach((name, ports) -> ports.forEach(port ->
                memberships.computeIfAbsent(port, key -> new TreeSet<>()).add(ManagedGroup.id(project, name))));
        return memberships;
    }

    /** A statement while it is read. */
    private record Reading(Request request, ProjectId project, SortedMap<String, SortedSet<PortId>> sets) {

        void addGroup(String name, Collection<String> members) {
            checkName(name);
            SortedSet<PortId> ports = new TreeSet<>();
            members.forEach(member -> ports.add(port(member).orElseThrow(() -> missing("port", member))));
            sets.put(name, ports);
        }

        private static void checkName(String name) {
            if (!NAME.matcher(name).matches()) {
                throw TenantRefusal.invalid(
                        "a set of ports has a name of 1 to 64 letters, digits, '.', '_' and '-', not '" + name + "'");
            }
            if (RESERVED.contains(name)) {
                throw TenantRefusal.invalid(
                        "'" + name + "' means something else in a policy, and cannot be a set of ports");
            }
        }

        private Refused missing(String what, String name) {
            return TenantRefusal.invalid("project " + project + " has no " + what + " '" + name + "'");
        }

        private Optional<PortId> port(String text) {
            Optional<TenantPort> byId = identifier(text)
                    .flatMap(id -> request.state().ports().find(id))
                    .filter(port -> port.project().equals(project));
            List<TenantPort> named = byId.isPresent()
                    ? List.of(byId.get())
                    : request.state().ports().values().stream()
                            .filter(port -> port.project().equals(project)
                                    && port.name().equals(text))
                            .toList();
            if (named.size() > 1) {
                throw TenantRefusal.invalid(named.size() + " ports of project " + project + " are called '" + text
                        + "': say by its identifier which is meant");
            }
            named.forEach(port -> check(port, text));
            return named.stream().map(TenantPort::id).findFirst();
        }

        private static Optional<PortId> identifier(String text) {
            try {
                return Optional.of(PortId.parse(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private static void check(TenantPort port, String text) {
            if (port.isOfLayer3()) {
                throw TenantRefusal.invalid("port '" + text + "' is a router's, and in no security group");
            }
            if (!port.portSecurity()) {
                throw TenantRefusal.invalid("port security of port '" + text
                        + "' is off, so that nothing would be filtered there: switch it on first");
            }
        }

        /** The group of the set that is meant: one of the statement's, or a port alone. */
        private SecurityGroupId set(String name) {
            if (!sets.containsKey(name)) {
                PortId port = port(name).orElseThrow(() -> missing("port, and the policy no group,", name));
                checkName(name);
                sets.put(name, new TreeSet<>(List.of(port)));
            }
            return ManagedGroup.id(project, name);
        }

        List<Wanted> rules(PolicyLine line, int number) {
            boolean isFromOutside = line.from().equals(PolicyLine.OUTSIDE);
            boolean isToInternet = line.to().equals(PolicyLine.INTERNET);
            if (line.from().equals(PolicyLine.INTERNET)) {
                throw bad(number, "what comes from there is from '" + PolicyLine.OUTSIDE + "'");
            }
            if (line.to().equals(PolicyLine.OUTSIDE)) {
                throw bad(number, "what goes there is to '" + PolicyLine.INTERNET + "'");
            }
            if (isFromOutside && isToInternet) {
                throw bad(number, "it names no port of the project");
            }
            Optional<SecurityGroupId> from = isFromOutside ? Optional.empty() : Optional.of(set(line.from()));
            Optional<SecurityGroupId> to = isToInternet ? Optional.empty() : Optional.of(set(line.to()));
            return versions(line).stream()
                    .flatMap(version -> {
                        Optional<Wanted> out = from.map(
                                group -> wanted(group, draft(line, Direction.EGRESS, version, to), line, number));
                        Optional<Wanted> in = to.map(
                                group -> wanted(group, draft(line, Direction.INGRESS, version, from), line, number));
                        return Stream.concat(out.stream(), in.stream());
                    })
                    .toList();
        }

        private static Refused bad(int number, String why) {
            return TenantRefusal.invalid("line " + number + " of the policy makes no sense: " + why);
        }

        private static List<IpVersion> versions(PolicyLine line) {
            return line.protocol().filter(Permission::isOnlyInIpv6).isPresent()
                    ? List.of(IpVersion.V6)
                    : List.of(IpVersion.values());
        }

        private SecurityRuleDraft draft(
                PolicyLine line, Direction direction, IpVersion version, Optional<SecurityGroupId> peer) {
            Optional<Span> ports = line.ports();
            boolean isIcmp = line.protocol()
                    .filter(number -> number == IpProtocol.ICMP.number() || number == IpProtocol.IPV6_ICMP.number())
                    .isPresent();
            if (isIcmp && ports.isPresent()) {
                throw TenantRefusal.invalid("a policy is about all of ICMP or none, and has no ports there");
            }
            return new SecurityRuleDraft(
                    new SecurityRuleId(new UUID(0, 0)),
                    ManagedGroup.id(project, line.from()),
                    Optional.empty(),
                    direction,
                    version,
                    line.protocol(),
                    new SecurityRuleDraft.PortRange(ports.map(Span::first), ports.map(Span::last)),
                    Optional.empty(),
                    peer,
                    Optional.empty(),
                    "");
        }

        private static Wanted wanted(SecurityGroupId group, SecurityRuleDraft draft, PolicyLine line, int number) {
            Permission permission = Permission.asked(draft);
            String name = "policy rule of " + group + " for " + permission;
            SecurityRuleId id = new SecurityRuleId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
            return new Wanted(id, group, permission, line.description(number));
        }
    }
}

package io.heddle.controller.store;

import io.heddle.controller.store.TenantRecords.Standard;
import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Security groups, their rules, and address groups as JSON. */
final class SecurityRecords {

    private SecurityRecords() {}

    record Group(String id, String project, String name, Standard standard) {

        static Group of(SecurityGroup group) {
            return new Group(
                    group.id().toString(), group.project().value(), group.name(), Standard.of(group.standard()));
        }

        SecurityGroup group() {
            return new SecurityGroup(SecurityGroupId.parse(id), new ProjectId(project), name, standard.attributes());
        }
    }

    record Addresses(String id, String project, String name, List<String> addresses, Standard standard) {

        static Addresses of(AddressGroup group) {
            return new Addresses(
                    group.id().toString(),
                    group.project().value(),
                    group.name(),
                    group.addresses().stream().map(Cidr::toString).toList(),
                    Standard.of(group.standard()));
        }

        AddressGroup group() {
            return new AddressGroup(
                    AddressGroupId.parse(id),
                    new ProjectId(project),
                    name,
                    addresses.stream().map(Cidr::parse).collect(Collectors.toCollection(TreeSet::new)),
                    standard.attributes());
        }
    }

    record Rule(
            String id,
            String group,
            String project,
            boolean ingress,
            int version,
            @Nullable Integer protocol,
            @Nullable List<Integer> ports,
            @Nullable String block,
            @Nullable String peers,
            @Nullable String addresses,
            int number,
            Standard standard) {

        static Rule of(SecurityRule rule) {
            return new Rule(
                    rule.id().toString(),
                    rule.group().toString(),
                    rule.project().value(),
                    rule.direction() == Direction.INGRESS,
                    rule.version().number(),
                    rule.protocol().orElse(null),
                    rule.ports().map(span -> List.of(span.first(), span.last())).orElse(null),
                    rule.peer().orElse(null) instanceof Peer.Block(Cidr cidr) ? cidr.toString() : null,
                    rule.peer().orElse(null) instanceof Peer.Group(SecurityGroupId named) ? named.toString() : null,
                    rule.peer().orElse(null) instanceof Peer.Addresses(AddressGroupId named) ? named.toString() : null,
                    rule.number(),
                    Standard.of(rule.standard()));
        }

        SecurityRule rule() {
            return new SecurityRule(
                    SecurityRuleId.parse(id),
                    SecurityGroupId.parse(group),
                    new ProjectId(project),
                    ingress ? Direction.INGRESS : Direction.EGRESS,
                    version == IpVersion.V4.number() ? IpVersion.V4 : IpVersion.V6,
                    Optional.ofNullable(protocol),
                    Optional.ofNullable(ports).map(span -> new Span(span.get(0), span.get(1))),
                    peer(),
                    number,
                    standard.attributes());
        }

        private Optional<Peer> peer() {
            if (block != null) {
                return Optional.of(new Peer.Block(Cidr.parse(block)));
            }
            return Optional.ofNullable(peers)
                    .<Peer>map(named -> new Peer.Group(SecurityGroupId.parse(named)))
                    .or(() -> Optional.ofNullable(addresses)
                            .map(named -> new Peer.Addresses(AddressGroupId.parse(named))));
        }
    }
}

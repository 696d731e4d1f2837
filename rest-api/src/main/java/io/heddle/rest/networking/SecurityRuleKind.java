package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Peer;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rules of security groups, which never change: another rule is another resource. */
final class SecurityRuleKind implements ResourceKind<SecurityRule> {

    static final List<Attribute<SecurityRule>> ATTRIBUTES = table();

    @Override
    public String singular() {
        return "security_group_rule";
    }

    @Override
    public String plural() {
        return "security_group_rules";
    }

    @Override
    public List<Attribute<SecurityRule>> attributes() {
        return ATTRIBUTES;
    }

    private static List<Attribute<SecurityRule>> table() {
        List<Attribute<SecurityRule>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("security_group_id", (rule, shown) -> rule.group().toString(), POST, REQUIRED));
        all.add(Attribute.of("direction", (rule, shown) -> SecurityRuleBody.text(rule.direction()), POST, REQUIRED));
        all.add(Attribute.of("ethertype", (rule, shown) -> SecurityRuleBody.text(rule.version()), POST));
        all.add(Attribute.of("protocol", SecurityRuleKind::protocol, POST));
        all.add(Attribute.of("port_range_min", SecurityRuleKind::first, POST));
        all.add(Attribute.of("port_range_max", SecurityRuleKind::last, POST));
        all.add(Attribute.of("remote_ip_prefix", SecurityRuleKind::block, POST));
        all.add(Attribute.of("normalized_cidr", SecurityRuleKind::block));
        all.add(Attribute.of("remote_group_id", SecurityRuleKind::remoteGroup, POST));
        all.add(Attribute.of("remote_address_group_id", SecurityRuleKind::remoteAddresses, POST));
        return List.copyOf(all);
    }

    @Override
    public List<SecurityRule> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.securityRules().values());
    }

    @Override
    public Optional<SecurityRule> find(TenantState state, UUID id) {
        return state.securityRules().find(new SecurityRuleId(id));
    }

    @Override
    public Optional<TenantCommand> dueBeforeList(TenantState state, Requester by) {
        return SecurityGroupKind.defaultGroup(state, by);
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateSecurityRules(bodies.stream()
                .map(body -> SecurityRuleBody.draft(body, ids.get()))
                .toList());
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteSecurityRule(new SecurityRuleId(id), expected);
    }

    @Override
    public Optional<SecurityRule> made(TenantChange change) {
        return change instanceof TenantChange.Put(SecurityRule rule) ? Optional.of(rule) : Optional.empty();
    }

    @Override
    public ApiError missing(Object id) {
        return new ApiError(404, "SecurityGroupRuleNotFound", "Security group rule " + id + " does not exist");
    }

    private static @Nullable Object protocol(SecurityRule rule, Shown shown) {
        return rule.protocol().map(IpProtocol::nameOf).orElse(null);
    }

    private static @Nullable Object first(SecurityRule rule, Shown shown) {
        return rule.ports().map(SecurityRule.Span::first).orElse(null);
    }

    private static @Nullable Object last(SecurityRule rule, Shown shown) {
        return rule.ports()
                .map(SecurityRule.Span::last)
                .filter(last -> last >= 0)
                .orElse(null);
    }

    private static @Nullable Object block(SecurityRule rule, Shown shown) {
        return rule.peer().orElse(null) instanceof Peer.Block(Cidr cidr) ? cidr.toString() : null;
    }

    private static @Nullable Object remoteAddresses(SecurityRule rule, Shown shown) {
        return rule.peer().orElse(null) instanceof Peer.Addresses(AddressGroupId group) ? group.toString() : null;
    }

    private static @Nullable Object remoteGroup(SecurityRule rule, Shown shown) {
        return rule.peer().orElse(null) instanceof Peer.Group(SecurityGroupId group) ? group.toString() : null;
    }
}

package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.SecurityGroupDraft;
import io.heddle.routing.tenant.request.SecurityGroupPatch;
import io.heddle.routing.tenant.request.TenantCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Security groups. */
final class SecurityGroupKind implements ResourceKind<SecurityGroup> {

    private static final int NAME_AT_MOST = 255;

    @Override
    public String singular() {
        return "security_group";
    }

    @Override
    public String plural() {
        return "security_groups";
    }

    @Override
    public List<Attribute<SecurityGroup>> attributes() {
        List<Attribute<SecurityGroup>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (group, shown) -> group.name(), POST, PUT));
        all.add(Attribute.of("stateful", (group, shown) -> true, POST, PUT));
        all.add(Attribute.of("shared", (group, shown) -> false));
        all.add(Attribute.of("security_group_rules", SecurityGroupKind::rules, COMPOUND));
        return all;
    }

    @Override
    public List<SecurityGroup> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.securityGroups().values());
    }

    @Override
    public Optional<SecurityGroup> find(TenantState state, UUID id) {
        return state.securityGroups().find(new SecurityGroupId(id));
    }

    @Override
    public Optional<TenantCommand> dueBeforeList(TenantState state, Requester by) {
        return defaultGroup(state, by);
    }

    /** What makes the group that every project has, if that of whoever asks has none and they may make it. */
    static Optional<TenantCommand> defaultGroup(TenantState state, Requester by) {
        boolean isThere = state.securityGroups().containsKey(SecurityGroupId.ofDefault(by.project()));
        return isThere || by.role() == Requester.Role.READER
                ? Optional.empty()
                : Optional.of(new TenantCommand.MakeDefaultGroup());
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateSecurityGroups(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        refuseStateless(body);
        SecurityGroupPatch patch =
                new SecurityGroupPatch(body.text("name", NAME_AT_MOST), body.text("description", NAME_AT_MOST));
        return new TenantCommand.UpdateSecurityGroup(new SecurityGroupId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteSecurityGroup(new SecurityGroupId(id), expected);
    }

    @Override
    public Optional<SecurityGroup> made(TenantChange change) {
        return change instanceof TenantChange.Put(SecurityGroup group) ? Optional.of(group) : Optional.empty();
    }

    @Override
    public ApiError missing(Object id) {
        return new ApiError(404, "SecurityGroupNotFound", "Security group " + id + " does not exist");
    }

    private static SecurityGroupDraft draft(Body body, UUID id) {
        refuseStateless(body);
        return new SecurityGroupDraft(
                new SecurityGroupId(id),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                body.text("description", NAME_AT_MOST).orElse(""));
    }

    /** The attribute is known because clients send it, but connections are always tracked. */
    private static void refuseStateless(Body body) {
        if (!body.bool("stateful").orElse(true)) {
            throw ApiError.invalid("stateful", "stateless security groups are not available");
        }
    }

    private static Object rules(SecurityGroup group, Shown shown) {
        return shown.state().rulesOf(group.id()).stream()
                .map(rule -> Representation.of(SecurityRuleKind.ATTRIBUTES, rule, shown, List.of()))
                .toList();
    }
}

package io.heddle.rest.tenant;

import io.heddle.rest.networking.Networking;
import io.heddle.rest.networking.Tenancy;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.policy.PolicyStatement;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantDecision;
import io.heddle.routing.tenant.request.TenantRefusal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Policies of projects, shown and changed. */
public record PolicyView(Networking networking) {

    /** The policy that is in force; empty if there is none, or it is not the requester's to see. */
    public Optional<PolicyRepresentation> policy(Requester by, ProjectId project) {
        return by.owns(project)
                ? PolicyStatement.of(networking.tenancy().state(), project)
                        .map(statement -> PolicyRepresentation.of(project, statement))
                : Optional.empty();
    }

    /**
     * Does what is asked, or with {@code isDry} only tells what that would change.
     *
     * @param refusing makes of a refusal what is thrown
     */
    public PolicyChangeRepresentation change(
            Requester by, TenantCommand command, boolean isDry, Function<TenantRefusal, RuntimeException> refusing) {
        Tenancy tenancy = networking.tenancy();
        TenantState before = tenancy.state();
        return switch (isDry ? tenancy.consider(by, command) : tenancy.ask(by, command)) {
            case TenantDecision.Refused(TenantRefusal refusal) -> throw refusing.apply(refusal);
            case TenantDecision.Accepted accepted ->
                new PolicyChangeRepresentation(
                        isDry,
                        accepted.changes().stream()
                                .map(change -> sentence(change, before, accepted.next()))
                                .toList());
        };
    }

    private static String sentence(TenantChange change, TenantState before, TenantState after) {
        return switch (change) {
            case TenantChange.Put(TenantPort port) ->
                "Port " + name(port.name(), port.id()) + " is in "
                        + port.securityGroups().stream()
                                .flatMap(id -> after.securityGroups().find(id).stream())
                                .map(SecurityGroup::name)
                                .collect(Collectors.joining(", "))
                        + ".";
            case TenantChange.Put(TenantResource resource) -> "New: " + what(resource, after) + ".";
            case TenantChange.Removed(TenantResource resource) -> "Removed: " + what(resource, before) + ".";
            case TenantChange.QuotaPut put -> throw new IllegalStateException("a policy sets no quota: " + put);
            case TenantChange.QuotaRemoved removed ->
                throw new IllegalStateException("a policy sets no quota: " + removed);
        };
    }

    private static String what(TenantResource resource, TenantState state) {
        return switch (resource) {
            case SecurityGroup group -> "security group " + group.name();
            case SecurityRule rule ->
                "a rule of security group "
                        + state.securityGroups()
                                .find(rule.group())
                                .map(SecurityGroup::name)
                                .orElse(rule.group().toString())
                        + ", " + rule.direction().name().toLowerCase(Locale.ROOT) + " over IPv"
                        + rule.version().number() + ", for " + rule.standard().description();
            default -> "resource " + resource.id();
        };
    }

    private static String name(String name, Object id) {
        return name.isEmpty() ? id.toString() : name;
    }
}

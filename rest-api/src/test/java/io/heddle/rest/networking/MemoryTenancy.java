package io.heddle.rest.networking;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.RoutedPrefixes;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantDecision;
import io.heddle.routing.tenant.request.TenantRules;
import io.heddle.routing.tenant.request.TenantSettings;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What tenants asked for, in memory only. */
final class MemoryTenancy implements Tenancy {

    final AtomicBoolean isBroken = new AtomicBoolean();
    private final TenantRules rules = new TenantRules(settings());
    private final AtomicReference<TenantState> state;
    private final AtomicLong ids = new AtomicLong(0x1000);

    /** The usual, with a physical network to the outside, {@code physnet1}. */
    private static TenantSettings settings() {
        TenantSettings usual = TenantSettings.defaults();
        return new TenantSettings(
                usual.underlayMtu(),
                usual.usualType(),
                usual.vxlan(),
                usual.gre(),
                usual.vlan(),
                new TreeSet<>(List.of("physnet1")),
                RoutedPrefixes.NONE,
                usual.quota());
    }

    MemoryTenancy() {
        this(TenantState.empty());
    }

    MemoryTenancy(TenantState state) {
        this.state = new AtomicReference<>(state);
    }

    @Override
    public TenantState state() {
        return state.get();
    }

    @Override
    public TenantDecision ask(Requester by, TenantCommand command) {
        if (isBroken.get()) {
            throw new TenancyUnavailable("The disk is full.", new IllegalStateException("full"));
        }
        TenantState before = state.get();
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(ids.incrementAndGet());
        TenantDecision decision = rules.decide(before, by, command, now);
        if (decision instanceof TenantDecision.Accepted accepted && !state.compareAndSet(before, accepted.next())) {
            return ask(by, command);
        }
        return decision;
    }

    @Override
    public TenantDecision consider(Requester by, TenantCommand command) {
        return rules.decide(state(), by, command, Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public Quota quota(ProjectId project) {
        return rules.quota(state(), project);
    }

    @Override
    public Quota usualQuota() {
        return TenantSettings.defaults().quota();
    }

    @Override
    public UUID newId() {
        return new UUID(ids.incrementAndGet(), 0x8000_0000_0000_0000L);
    }
}

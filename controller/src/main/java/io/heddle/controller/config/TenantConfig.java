package io.heddle.controller.config;

import io.heddle.rest.networking.RequestLimits;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.tenant.request.TenantSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What tenants may have, and who they are.
 *
 * @param users the file of those who may use the Networking API; none means one administrator with a generated token
 * @param settings what tenants may have
 * @param limits how much they may ask
 * @param vlanRules how many rules a switch of the fabric may hold for their VLANs
 * @param routedRules how many rules a switch of the fabric may hold for their routed addresses
 */
public record TenantConfig(
        Optional<Path> users, TenantSettings settings, RequestLimits limits, int vlanRules, int routedRules) {

    public TenantConfig {
        if (vlanRules < 0 || routedRules < 0) {
            throw new IllegalArgumentException("a switch cannot hold " + Math.min(vlanRules, routedRules) + " rules");
        }
    }

    /** The same, with the usual limits of rules. */
    public TenantConfig(Optional<Path> users, TenantSettings settings, RequestLimits limits) {
        this(users, settings, limits, PlanOptions.VLAN_RULES, RoutedLimits.RULES);
    }

    /** What holds when nothing else is said. */
    public static TenantConfig defaults() {
        return new TenantConfig(Optional.empty(), TenantSettings.defaults(), RequestLimits.defaults());
    }
}

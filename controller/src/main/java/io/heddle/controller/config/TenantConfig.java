package io.heddle.controller.config;

import io.heddle.rest.networking.RequestLimits;
import io.heddle.routing.tenant.request.TenantSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What tenants may have, and who they are.
 *
 * @param users the file of those who may use the Networking API; none means one administrator with a generated token
 * @param settings what tenants may have
 * @param limits how much they may ask
 */
public record TenantConfig(Optional<Path> users, TenantSettings settings, RequestLimits limits) {

    /** What holds when nothing else is said. */
    public static TenantConfig defaults() {
        return new TenantConfig(Optional.empty(), TenantSettings.defaults(), RequestLimits.defaults());
    }
}

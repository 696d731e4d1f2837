package io.heddle.controller.state;

import io.heddle.routing.plan.TenantInterfaces;

/**
 * What the fabric is to carry for tenants between servers, as far as servers have told.
 *
 * @param interfaces the interfaces of tenants that it has to know
 * @param isWhole whether these are all; until then what switches hold for others stays
 */
public record TenantDemand(TenantInterfaces interfaces, boolean isWhole) {

    /** Nothing was told yet. */
    public static final TenantDemand UNKNOWN = new TenantDemand(TenantInterfaces.NONE, false);
}

package io.heddle.routing.plan;

import io.heddle.topology.Topology;
import io.heddle.topology.clos.AddressPlan;
import io.heddle.topology.clos.Recognition;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything a plan is a function of.
 *
 * <p>A cable of the blueprint counts as alive when both its ports are up and discovery confirms it in at least one direction. A switch
 * that is not in the topology at all has not been heard of yet, which says nothing against its cables.
 *
 * @param topology what is observed
 * @param recognition what it means
 * @param addresses the addresses that follow from it, made from the same design and blueprint
 * @param options what else decides
 * @param steerings the flows to steer, by flow, each once; those that cannot be are left to the hash
 * @param interfaces what servers have the fabric carry for tenants
 */
public record FabricModel(
        Topology topology,
        Recognition recognition,
        AddressPlan addresses,
        PlanOptions options,
        List<Steering> steerings,
        TenantInterfaces interfaces) {

    public FabricModel {
        SortedSet<Steering> ordered = new TreeSet<>(steerings);
        if (ordered.size() < steerings.size()) {
            throw new IllegalArgumentException("a flow is steered twice among " + steerings.size());
        }
        steerings = List.copyOf(ordered);
    }

    /** A fabric that carries nothing for tenants. */
    public FabricModel(
            Topology topology,
            Recognition recognition,
            AddressPlan addresses,
            PlanOptions options,
            List<Steering> steerings) {
        this(topology, recognition, addresses, options, steerings, TenantInterfaces.NONE);
    }

    /** A fabric in which no flow is steered and that carries nothing for tenants. */
    public FabricModel(Topology topology, Recognition recognition, AddressPlan addresses, PlanOptions options) {
        this(topology, recognition, addresses, options, List.of());
    }
}

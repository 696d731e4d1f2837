package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.LoadBalancer;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may be asked of load balancers, and what comes of it; of their listeners, pools and members {@link BalancingRules} tells. */
final class LoadBalancerRules {

    private final QuotaRules quotas;

    LoadBalancerRules(QuotaRules quotas) {
        this.quotas = quotas;
    }

    List<TenantChange> create(Request request, LoadBalancerDraft draft) {
        TenantNetwork network = network(request, draft);
        Layer3Ports.Plan plan = new Layer3Ports.Plan(
                draft.port(), network, request.owner(draft.project()), TenantPort.LOAD_BALANCER, draft.id());
        FixedIp ip = address(request, plan, draft);
        LoadBalancer made = new LoadBalancer(
                draft.id(),
                plan.project(),
                draft.name(),
                draft.adminUp(),
                new LoadBalancer.Vip(draft.port(), network.id(), ip.subnet(), ip.address()),
                spareNumber(request.state()),
                List.of(),
                List.of(),
                StandardAttributes.fresh(draft.description(), request.now()).tagged(draft.tags()));
        List<TenantChange> changes =
                List.of(new TenantChange.Put(made), new TenantChange.Put(Layer3Ports.made(request, plan, List.of(ip))));
        quotas.check(request.after(changes).state(), plan.project(), ResourceType.PORT);
        return changes;
    }

    List<TenantChange> update(Request request, TenantCommand.UpdateLoadBalancer command) {
        LoadBalancer before = theirs(request, command.id(), "update_loadbalancer");
        request.check(before, command.expected());
        LoadBalancerPatch patch = command.patch();
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .tagged(patch.tags().orElse(before.standard().tags()))
                .changed(request.now());
        return List.of(new TenantChange.Put(before.called(
                patch.name().orElse(before.name()), patch.adminUp().orElse(before.adminUp()), standard)));
    }

    List<TenantChange> delete(Request request, TenantCommand.DeleteLoadBalancer command) {
        LoadBalancer gone = theirs(request, command.id(), "delete_loadbalancer");
        request.check(gone, command.expected());
        if (!command.cascade() && !(gone.listeners().isEmpty() && gone.pools().isEmpty())) {
            throw TenantRefusal.badRequest(
                    "LoadBalancerInUse",
                    "Cannot delete Load Balancer " + gone.id() + " - it has children; delete them first, or ask for a"
                            + " cascade.");
        }
        TenantPort port = request.state().ports().find(gone.vip().port()).orElseThrow();
        List<TenantChange> changes = new ArrayList<>(List.of(new TenantChange.Removed(gone)));
        changes.addAll(PortRules.removal(request, port));
        return changes;
    }

    static LoadBalancer theirs(Request request, LoadBalancerId id, String rule) {
        return request.theirs(request.state().loadBalancers().find(id), () -> missing("Load Balancer", id), rule);
    }

    static Refused missing(String what, Object id) {
        return TenantRefusal.of(TenantRefusal.Kind.NOT_FOUND, "NotFound", what + " " + id + " not found.");
    }

    private static TenantNetwork network(Request request, LoadBalancerDraft draft) {
        NetworkId named = draft.subnet()
                .map(id -> subnet(request, id).network())
                .or(draft::network)
                .orElseThrow(() -> bad("an address is needed: give vip_subnet_id or vip_network_id"));
        if (draft.network().filter(other -> !other.equals(named)).isPresent()) {
            throw bad("subnet " + draft.subnet().orElseThrow() + " is not of network "
                    + draft.network().get());
        }
        TenantNetwork network = request.network(named);
        if (network.external() || !network.segment().physicalNetwork().isEmpty()) {
            throw bad("network " + named + " is a physical one, where there are others than ports of tenants; have the"
                    + " address on a network of tenants and a floating IP for it");
        } else if (network.segment().type() == NetworkType.ROUTED) {
            throw bad("the fabric itself routes the addresses of network " + named
                    + ", so that no server could balance what is for them; use a VXLAN, GRE or VLAN network");
        }
        return network;
    }

    private static TenantSubnet subnet(Request request, SubnetId id) {
        return request.state()
                .subnets()
                .find(id)
                .filter(found -> request.by().sees(found, request.state()))
                .orElseThrow(() -> bad("there is no subnet " + id));
    }

    private static FixedIp address(Request request, Layer3Ports.Plan plan, LoadBalancerDraft draft) {
        FixedIps choice = new FixedIps(request.state(), plan.network(), Layer3Ports.mac(request, plan));
        Optional<IpAddress> address = draft.address();
        boolean isSix = address.filter(each -> each.version() == IpVersion.V6).isPresent()
                || draft.subnet()
                        .map(id -> subnet(request, id).cidr().version())
                        .filter(version -> version == IpVersion.V6)
                        .isPresent();
        if (isSix) {
            throw bad("addresses of load balancers are of IPv4; give an IPv4 subnet");
        }
        boolean isAsked = draft.subnet().isPresent() || address.isPresent();
        Optional<FixedIp> ip = isAsked
                ? choice.asked(List.of(new IpRequest(draft.subnet(), address)), List.of()).stream()
                        .filter(each -> each.address().version() == IpVersion.V4)
                        .findFirst()
                : choice.first(IpVersion.V4);
        return ip.orElseThrow(() -> bad("network " + plan.network().id() + " has no IPv4 subnet"));
    }

    private static int spareNumber(TenantState state) {
        if (state.loadBalancerNumbers().size() >= LoadBalancer.AT_MOST) {
            throw TenantRefusal.of(
                    TenantRefusal.Kind.EXHAUSTED,
                    "LoadBalancersExhausted",
                    "There are " + LoadBalancer.AT_MOST + " load balancers already, which is as many as there can be.");
        }
        return LowestFree.in(state.loadBalancerNumbers());
    }

    static Refused bad(String message) {
        return TenantRefusal.badRequest("ValidationException", "Validation failure: " + message + ".");
    }
}

package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What tenants may ask and what comes of it: the pure function from a state and a command to a decision.
 *
 * <p>Same state, command, time and whereabouts, same decision: whatever is not asked for exactly (an id, an address, a MAC address) is the lowest
 * free one, or made from the identifier. A command that is refused anywhere is refused as a whole.
 */
public final class TenantRules {

    private final NetworkRules networks;
    private final SubnetRules subnets;
    private final PortRules ports;
    private final QuotaRules quotas;
    private final SecurityGroupRules groups;
    private final PolicyRules policies;
    private final LoadBalancerRules balancers;

    /** The rules under {@code settings}. */
    public TenantRules(TenantSettings settings) {
        networks = new NetworkRules(settings);
        ports = new PortRules(settings.routed().blockLength());
        subnets = new SubnetRules(new RoutedNetworks(settings.routed()));
        quotas = new QuotaRules(settings.quota());
        groups = new SecurityGroupRules(quotas);
        policies = new PolicyRules(quotas);
        balancers = new LoadBalancerRules(quotas);
    }

    /** What comes of {@code command}, where nothing is known of where machines are. */
    public TenantDecision decide(TenantState state, Requester by, TenantCommand command, Instant now) {
        return decide(state, by, command, now, Racks.UNKNOWN);
    }

    /** What comes of {@code command}. */
    public TenantDecision decide(TenantState state, Requester by, TenantCommand command, Instant now, Racks racks) {
        try {
            if (by.role() == Requester.Role.READER) {
                throw TenantRefusal.forbidden(rule(command));
            }
            return accepted(new Request(state, by, now, racks), command);
        } catch (Refused refused) {
            return new TenantDecision.Refused(refused.refusal());
        }
    }

    /** How much {@code project} may have. */
    public Quota quota(TenantState state, ProjectId project) {
        return quotas.of(state, project);
    }

    private TenantDecision accepted(Request request, TenantCommand command) {
        return switch (command) {
            case TenantCommand.CreateNetworks create ->
                each(request, create.drafts(), ResourceType.NETWORK, networks::create);
            case TenantCommand.CreateSubnets create ->
                each(request, create.drafts(), ResourceType.SUBNET, subnets::create);
            case TenantCommand.CreatePorts create -> each(request, create.drafts(), ResourceType.PORT, ports::create);
            case TenantCommand.UpdateNetwork update -> done(request, networks.update(request, update));
            case TenantCommand.DeleteNetwork delete -> done(request, networks.delete(request, delete));
            case TenantCommand.UpdateSubnet update -> done(request, SubnetRules.update(request, update));
            case TenantCommand.DeleteSubnet delete -> done(request, SubnetRules.delete(request, delete));
            case TenantCommand.UpdatePort update -> done(request, ports.update(request, update));
            case TenantCommand.DeletePort delete -> done(request, PortRules.delete(request, delete));
            case TenantCommand.OfLayer3 layer3 -> layer3(request, layer3);
            case TenantCommand.OfSecurity security -> security(request, security);
            case TenantCommand.OfTrunks trunks -> trunks(request, trunks);
            case TenantCommand.OfQuality quality -> quality(request, quality);
            case TenantCommand.OfBalancing balancing -> balancing(request, balancing);
            case TenantCommand.ReplaceTags tags -> done(request, TagRules.replace(request, tags.id(), tags.tags()));
            case TenantCommand.AddTag add -> done(request, TagRules.add(request, add.id(), add.tag()));
            case TenantCommand.RemoveTag remove -> done(request, TagRules.remove(request, remove.id(), remove.tag()));
            case TenantCommand.SetQuota set -> done(request, quotas.set(request, set));
            case TenantCommand.ResetQuota reset -> done(request, quotas.reset(request, reset.project()));
        };
    }

    private TenantDecision layer3(Request request, TenantCommand.OfLayer3 command) {
        return switch (command) {
            case TenantCommand.CreateRouters create ->
                each(request, create.drafts(), ResourceType.ROUTER, RouterRules::create);
            case TenantCommand.CreateFloatingIps create ->
                each(request, create.drafts(), ResourceType.FLOATING_IP, FloatingIpRules::create);
            case TenantCommand.AddRouterInterface add ->
                add.which().port().isPresent()
                        ? done(request, RouterInterfaces.add(request, add))
                        : each(request, List.of(add), ResourceType.PORT, RouterInterfaces::add);
            case TenantCommand.UpdateRouter update -> done(request, RouterRules.update(request, update));
            case TenantCommand.DeleteRouter delete -> done(request, RouterRules.delete(request, delete));
            case TenantCommand.RemoveRouterInterface remove -> done(request, RouterInterfaces.remove(request, remove));
            case TenantCommand.ChangeRoutes change -> done(request, RouterRules.reroute(request, change));
            case TenantCommand.UpdateFloatingIp update -> done(request, FloatingIpRules.update(request, update));
            case TenantCommand.DeleteFloatingIp delete -> done(request, FloatingIpRules.delete(request, delete));
            case TenantCommand.AddPortForwarding add -> done(request, PortForwardingRules.add(request, add));
            case TenantCommand.ChangePortForwarding change ->
                done(request, PortForwardingRules.change(request, change));
            case TenantCommand.RemovePortForwarding remove ->
                done(request, PortForwardingRules.remove(request, remove));
        };
    }

    private TenantDecision security(Request request, TenantCommand.OfSecurity command) {
        return switch (command) {
            case TenantCommand.MakeDefaultGroup ignored ->
                done(request, DefaultGroup.missing(request, request.by().project()));
            case TenantCommand.CreateSecurityGroups create ->
                each(request, create.drafts(), ResourceType.SECURITY_GROUP, groups::create);
            case TenantCommand.UpdateSecurityGroup update -> done(request, SecurityGroupRules.update(request, update));
            case TenantCommand.DeleteSecurityGroup delete -> done(request, SecurityGroupRules.delete(request, delete));
            case TenantCommand.CreateSecurityRules create ->
                each(
                        request,
                        SecurityRuleRules.together(create.drafts()),
                        ResourceType.SECURITY_RULE,
                        SecurityRuleRules::create);
            case TenantCommand.DeleteSecurityRule delete -> done(request, SecurityRuleRules.delete(request, delete));
            case TenantCommand.CreateAddressGroups create ->
                each(request, create.drafts(), ResourceType.ADDRESS_GROUP, AddressGroupRules::create);
            case TenantCommand.UpdateAddressGroup update -> done(request, AddressGroupRules.update(request, update));
            case TenantCommand.DeleteAddressGroup delete -> done(request, AddressGroupRules.delete(request, delete));
            case TenantCommand.AddAddresses add -> done(request, AddressGroupRules.add(request, add));
            case TenantCommand.RemoveAddresses remove -> done(request, AddressGroupRules.remove(request, remove));
            case TenantCommand.PutPolicy put -> done(request, policies.put(request, put));
            case TenantCommand.DeletePolicy delete -> done(request, policies.delete(request, delete));
        };
    }

    private TenantDecision trunks(Request request, TenantCommand.OfTrunks command) {
        return switch (command) {
            case TenantCommand.CreateTrunks create ->
                each(request, create.drafts(), ResourceType.TRUNK, TrunkRules::create);
            case TenantCommand.UpdateTrunk update -> done(request, TrunkRules.update(request, update));
            case TenantCommand.DeleteTrunk delete -> done(request, TrunkRules.delete(request, delete));
            case TenantCommand.AddSubports add -> done(request, TrunkRules.add(request, add));
            case TenantCommand.RemoveSubports remove -> done(request, TrunkRules.remove(request, remove));
        };
    }

    private TenantDecision quality(Request request, TenantCommand.OfQuality command) {
        return switch (command) {
            case TenantCommand.CreateQosPolicies create ->
                each(request, create.drafts(), ResourceType.QOS_POLICY, QosPolicyRules::create);
            case TenantCommand.UpdateQosPolicy update -> done(request, QosPolicyRules.update(request, update));
            case TenantCommand.DeleteQosPolicy delete -> done(request, QosPolicyRules.delete(request, delete));
            case TenantCommand.AddQosRule add -> done(request, QosPolicyRules.add(request, add));
            case TenantCommand.ChangeQosRule change -> done(request, QosPolicyRules.change(request, change));
            case TenantCommand.RemoveQosRule remove -> done(request, QosPolicyRules.remove(request, remove));
        };
    }

    private TenantDecision balancing(Request request, TenantCommand.OfBalancing command) {
        return switch (command) {
            case TenantCommand.CreateLoadBalancers create ->
                each(request, create.drafts(), ResourceType.LOAD_BALANCER, balancers::create);
            case TenantCommand.UpdateLoadBalancer update -> done(request, balancers.update(request, update));
            case TenantCommand.DeleteLoadBalancer delete -> done(request, balancers.delete(request, delete));
            case TenantCommand.PutListener put -> done(request, BalancingRules.put(request, put));
            case TenantCommand.RemoveListener remove -> done(request, BalancingRules.remove(request, remove));
            case TenantCommand.PutPool put -> done(request, BalancingRules.put(request, put));
            case TenantCommand.RemovePool remove -> done(request, BalancingRules.remove(request, remove));
            case TenantCommand.PutMember put -> done(request, BalancingRules.put(request, put));
            case TenantCommand.RemoveMember remove -> done(request, BalancingRules.remove(request, remove));
            case TenantCommand.PutMonitor put -> done(request, BalancingRules.put(request, put));
            case TenantCommand.RemoveMonitor remove -> done(request, BalancingRules.remove(request, remove));
        };
    }

    private static TenantDecision done(Request request, List<TenantChange> changes) {
        return new TenantDecision.Accepted(request.after(changes).state(), changes);
    }

    /** Does one creation after the other, each in the state that those before it leave. */
    private <D> TenantDecision each(
            Request request, List<D> drafts, ResourceType type, BiFunction<Request, D, List<TenantChange>> create) {
        List<TenantChange> all = new ArrayList<>();
        Request next = request;
        for (D draft : drafts) {
            List<TenantChange> changes = create.apply(next, draft);
            next = next.after(changes);
            quotas.check(next.state(), owner(changes.getFirst()), type);
            all.addAll(changes);
        }
        return new TenantDecision.Accepted(next.state(), all);
    }

    private static ProjectId owner(TenantChange made) {
        return switch (made) {
            case TenantChange.Put put -> put.resource().project();
            case TenantChange.Removed ignored -> throw notMade(made);
            case TenantChange.QuotaPut ignored -> throw notMade(made);
            case TenantChange.QuotaRemoved ignored -> throw notMade(made);
        };
    }

    private static IllegalStateException notMade(TenantChange change) {
        return new IllegalStateException("a creation began with " + change);
    }

    private static String rule(TenantCommand command) {
        return switch (command) {
            case TenantCommand.CreateNetworks ignored -> "create_network";
            case TenantCommand.UpdateNetwork ignored -> "update_network";
            case TenantCommand.DeleteNetwork ignored -> "delete_network";
            case TenantCommand.CreateSubnets ignored -> "create_subnet";
            case TenantCommand.UpdateSubnet ignored -> "update_subnet";
            case TenantCommand.DeleteSubnet ignored -> "delete_subnet";
            case TenantCommand.CreatePorts ignored -> "create_port";
            case TenantCommand.UpdatePort ignored -> "update_port";
            case TenantCommand.DeletePort ignored -> "delete_port";
            case TenantCommand.OfLayer3 layer3 -> rule(layer3);
            case TenantCommand.OfSecurity security -> rule(security);
            case TenantCommand.OfTrunks trunks -> rule(trunks);
            case TenantCommand.OfQuality quality -> rule(quality);
            case TenantCommand.OfBalancing balancing -> rule(balancing);
            case TenantCommand.ReplaceTags ignored -> "update_tags";
            case TenantCommand.AddTag ignored -> "update_tags";
            case TenantCommand.RemoveTag ignored -> "delete_tag";
            case TenantCommand.SetQuota ignored -> "update_quota";
            case TenantCommand.ResetQuota ignored -> "delete_quota";
        };
    }

    private static String rule(TenantCommand.OfLayer3 command) {
        return switch (command) {
            case TenantCommand.CreateRouters ignored -> "create_router";
            case TenantCommand.UpdateRouter ignored -> "update_router";
            case TenantCommand.DeleteRouter ignored -> "delete_router";
            case TenantCommand.AddRouterInterface ignored -> "add_router_interface";
            case TenantCommand.RemoveRouterInterface ignored -> "remove_router_interface";
            case TenantCommand.ChangeRoutes ignored -> "update_router";
            case TenantCommand.CreateFloatingIps ignored -> "create_floatingip";
            case TenantCommand.UpdateFloatingIp ignored -> "update_floatingip";
            case TenantCommand.DeleteFloatingIp ignored -> "delete_floatingip";
            case TenantCommand.AddPortForwarding ignored -> "create_floatingip_port_forwarding";
            case TenantCommand.ChangePortForwarding ignored -> "update_floatingip_port_forwarding";
            case TenantCommand.RemovePortForwarding ignored -> "delete_floatingip_port_forwarding";
        };
    }

    private static String rule(TenantCommand.OfTrunks command) {
        return switch (command) {
            case TenantCommand.CreateTrunks ignored -> "create_trunk";
            case TenantCommand.UpdateTrunk ignored -> "update_trunk";
            case TenantCommand.DeleteTrunk ignored -> "delete_trunk";
            case TenantCommand.AddSubports ignored -> "add_subports";
            case TenantCommand.RemoveSubports ignored -> "remove_subports";
        };
    }

    private static String rule(TenantCommand.OfSecurity command) {
        return switch (command) {
            case TenantCommand.MakeDefaultGroup ignored -> "create_security_group";
            case TenantCommand.CreateSecurityGroups ignored -> "create_security_group";
            case TenantCommand.UpdateSecurityGroup ignored -> "update_security_group";
            case TenantCommand.DeleteSecurityGroup ignored -> "delete_security_group";
            case TenantCommand.CreateSecurityRules ignored -> "create_security_group_rule";
            case TenantCommand.DeleteSecurityRule ignored -> "delete_security_group_rule";
            case TenantCommand.CreateAddressGroups ignored -> "create_address_group";
            case TenantCommand.UpdateAddressGroup ignored -> "update_address_group";
            case TenantCommand.DeleteAddressGroup ignored -> "delete_address_group";
            case TenantCommand.AddAddresses ignored -> "update_address_group";
            case TenantCommand.RemoveAddresses ignored -> "update_address_group";
            case TenantCommand.PutPolicy ignored -> "update_policy";
            case TenantCommand.DeletePolicy ignored -> "delete_policy";
        };
    }

    private static String rule(TenantCommand.OfQuality command) {
        return switch (command) {
            case TenantCommand.CreateQosPolicies ignored -> "create_policy";
            case TenantCommand.UpdateQosPolicy ignored -> "update_policy";
            case TenantCommand.DeleteQosPolicy ignored -> "delete_policy";
            case TenantCommand.AddQosRule ignored -> "update_policy";
            case TenantCommand.ChangeQosRule ignored -> "update_policy";
            case TenantCommand.RemoveQosRule ignored -> "update_policy";
        };
    }

    private static String rule(TenantCommand.OfBalancing command) {
        return switch (command) {
            case TenantCommand.CreateLoadBalancers ignored -> "create_loadbalancer";
            case TenantCommand.UpdateLoadBalancer ignored -> "update_loadbalancer";
            case TenantCommand.DeleteLoadBalancer ignored -> "delete_loadbalancer";
            case TenantCommand.PutListener ignored -> "create_listener";
            case TenantCommand.RemoveListener ignored -> "delete_listener";
            case TenantCommand.PutPool ignored -> "create_pool";
            case TenantCommand.RemovePool ignored -> "delete_pool";
            case TenantCommand.PutMember ignored -> "create_member";
            case TenantCommand.RemoveMember ignored -> "delete_member";
            case TenantCommand.PutMonitor ignored -> "create_healthmonitor";
            case TenantCommand.RemoveMonitor ignored -> "delete_healthmonitor";
        };
    }
}

package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HealthMonitor;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Listener;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.Pool;
import io.heddle.routing.tenant.PoolMember;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.routing.tenant.policy.PolicyStatement;
import io.heddle.topology.address.Cidr;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Something a tenant or an operator asks for; done as a whole or not at all.
 *
 * <p>Where a command has an {@code expected} revision, it is refused when the resource has another.
 */
public sealed interface TenantCommand {

    /** Make networks. */
    record CreateNetworks(List<NetworkDraft> drafts) implements TenantCommand {

        public CreateNetworks {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a network. */
    record UpdateNetwork(NetworkId id, NetworkPatch patch, Optional<Long> expected) implements TenantCommand {}

    /** Remove a network, with its subnets. */
    record DeleteNetwork(NetworkId id, Optional<Long> expected) implements TenantCommand {}

    /** Make subnets. */
    record CreateSubnets(List<SubnetDraft> drafts) implements TenantCommand {

        public CreateSubnets {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a subnet. */
    record UpdateSubnet(SubnetId id, SubnetPatch patch, Optional<Long> expected) implements TenantCommand {}

    /** Remove a subnet. */
    record DeleteSubnet(SubnetId id, Optional<Long> expected) implements TenantCommand {}

    /** Make ports. */
    record CreatePorts(List<PortDraft> drafts) implements TenantCommand {

        public CreatePorts {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a port. */
    record UpdatePort(PortId id, PortPatch patch, Optional<Long> expected) implements TenantCommand {}

    /** Remove a port. */
    record DeletePort(PortId id, Optional<Long> expected) implements TenantCommand {}

    /** Something about routers and floating addresses. */
    sealed interface OfLayer3 extends TenantCommand {}

    /** Make routers. */
    record CreateRouters(List<RouterDraft> drafts) implements OfLayer3 {

        public CreateRouters {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a router. */
    record UpdateRouter(RouterId id, RouterPatch patch, Optional<Long> expected) implements OfLayer3 {}

    /** Remove a router, with its way out; refused while it has interfaces. */
    record DeleteRouter(RouterId id, Optional<Long> expected) implements OfLayer3 {}

    /**
     * Let a router join a network.
     *
     * @param router the router
     * @param which by which port, or on which subnet, whose gateway the router becomes
     * @param fresh the identifier of a port that is made for that, new
     */
    record AddRouterInterface(RouterId router, InterfaceRequest which, PortId fresh) implements OfLayer3 {}

    /** Let a router leave a network; its port there goes with its last address. */
    record RemoveRouterInterface(RouterId router, InterfaceRequest which) implements OfLayer3 {}

    /** Give a router further static routes, or take these from it. */
    record ChangeRoutes(RouterId router, List<HostRoute> routes, boolean isAddition) implements OfLayer3 {

        public ChangeRoutes {
            routes = List.copyOf(routes);
        }
    }

    /** Make floating addresses. */
    record CreateFloatingIps(List<FloatingIpDraft> drafts) implements OfLayer3 {

        public CreateFloatingIps {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a floating address. */
    record UpdateFloatingIp(FloatingIpId id, FloatingIpPatch patch, Optional<Long> expected) implements OfLayer3 {}

    /** Remove a floating address. */
    record DeleteFloatingIp(FloatingIpId id, Optional<Long> expected) implements OfLayer3 {}

    /** Forward one more port of a floating address. */
    record AddPortForwarding(FloatingIpId floatingIp, PortForwardingDraft draft) implements OfLayer3 {}

    /** Change a forwarded port of a floating address. */
    record ChangePortForwarding(FloatingIpId floatingIp, UUID id, PortForwardingPatch patch) implements OfLayer3 {}

    /** Forward a port of a floating address no more. */
    record RemovePortForwarding(FloatingIpId floatingIp, UUID id) implements OfLayer3 {}

    /** Something about security groups and their rules. */
    sealed interface OfSecurity extends TenantCommand {}

    /** See to it that the project of whoever asks has the security group that every project has. */
    record MakeDefaultGroup() implements OfSecurity {}

    /** Make security groups. */
    record CreateSecurityGroups(List<SecurityGroupDraft> drafts) implements OfSecurity {

        public CreateSecurityGroups {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a security group. */
    record UpdateSecurityGroup(SecurityGroupId id, SecurityGroupPatch patch, Optional<Long> expected)
            implements OfSecurity {}

    /** Remove a security group, with its rules and those that name it. */
    record DeleteSecurityGroup(SecurityGroupId id, Optional<Long> expected) implements OfSecurity {}

    /** Make rules of one security group. */
    record CreateSecurityRules(List<SecurityRuleDraft> drafts) implements OfSecurity {

        public CreateSecurityRules {
            drafts = List.copyOf(drafts);
        }
    }

    /** Remove a rule of a security group. */
    record DeleteSecurityRule(SecurityRuleId id, Optional<Long> expected) implements OfSecurity {}

    /** All of them or none. */
    record CreateAddressGroups(List<AddressGroupDraft> drafts) implements OfSecurity {

        public CreateAddressGroups {
            drafts = List.copyOf(drafts);
        }
    }

    /** Changes what the patch says. */
    record UpdateAddressGroup(AddressGroupId id, AddressGroupPatch patch, Optional<Long> expected)
            implements OfSecurity {}

    /** Refused while a rule of a security group names it. */
    record DeleteAddressGroup(AddressGroupId id, Optional<Long> expected) implements OfSecurity {}

    /** All of them or none; none may be in the group already. */
    record AddAddresses(AddressGroupId id, List<Cidr> addresses) implements OfSecurity {

        public AddAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** All of them or none; all must be in the group. */
    record RemoveAddresses(AddressGroupId id, List<Cidr> addresses) implements OfSecurity {

        public RemoveAddresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** Let all that this says of a project's ports be in force, instead of what its policy said before. */
    record PutPolicy(ProjectId project, PolicyStatement statement) implements OfSecurity {}

    /** Take a project's policy away. */
    record DeletePolicy(ProjectId project) implements OfSecurity {}

    /** Something about trunks. */
    sealed interface OfTrunks extends TenantCommand {}

    /** Make trunks. */
    record CreateTrunks(List<TrunkDraft> drafts) implements OfTrunks {

        public CreateTrunks {
            drafts = List.copyOf(drafts);
        }
    }

    /** Something about quality of service policies. */
    sealed interface OfQuality extends TenantCommand {}

    /** Make quality of service policies, without rules. */
    record CreateQosPolicies(List<QosPolicyDraft> drafts) implements OfQuality {

        public CreateQosPolicies {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a trunk. */
    record UpdateTrunk(TrunkId id, TrunkPatch patch, Optional<Long> expected) implements OfTrunks {}

    /** Remove a trunk; its ports stay. */
    record DeleteTrunk(TrunkId id, Optional<Long> expected) implements OfTrunks {}

    /** Give a trunk further subports. */
    record AddSubports(TrunkId id, List<SubportRequest> subports) implements OfTrunks {

        public AddSubports {
            subports = List.copyOf(subports);
        }
    }

    /** Take subports from a trunk; the ports stay. */
    record RemoveSubports(TrunkId id, List<PortId> subports) implements OfTrunks {

        public RemoveSubports {
            subports = List.copyOf(subports);
        }
    }

    /** Change a quality of service policy. */
    record UpdateQosPolicy(QosPolicyId id, QosPolicyPatch patch, Optional<Long> expected) implements OfQuality {}

    /** Remove a quality of service policy; refused while anything has it. */
    record DeleteQosPolicy(QosPolicyId id, Optional<Long> expected) implements OfQuality {}

    /** Give a policy one more rule. */
    record AddQosRule(QosPolicyId policy, QosRule rule) implements OfQuality {}

    /** Put a rule in the place of that with the same identifier. */
    record ChangeQosRule(QosPolicyId policy, QosRule rule) implements OfQuality {}

    /** Take a rule, which is of that type as the Networking API calls it, from a policy. */
    record RemoveQosRule(QosPolicyId policy, UUID rule, String type) implements OfQuality {}

    /** Something about load balancers, their listeners, pools, members and health monitors. */
    sealed interface OfBalancing extends TenantCommand {}

    /** Make load balancers, without listeners and pools. */
    record CreateLoadBalancers(List<LoadBalancerDraft> drafts) implements OfBalancing {

        public CreateLoadBalancers {
            drafts = List.copyOf(drafts);
        }
    }

    /** Change a load balancer. */
    record UpdateLoadBalancer(LoadBalancerId id, LoadBalancerPatch patch, Optional<Long> expected)
            implements OfBalancing {}

    /** Remove a load balancer; refused while it has listeners or pools, unless these are to go too. */
    record DeleteLoadBalancer(LoadBalancerId id, boolean cascade, Optional<Long> expected) implements OfBalancing {}

    /** Give a load balancer a listener, in the place of that with the same identifier if there is one. */
    record PutListener(LoadBalancerId balancer, Listener listener) implements OfBalancing {}

    /** Remove a listener; its pool stays. */
    record RemoveListener(UUID id) implements OfBalancing {}

    /** Give a load balancer a pool, and that to a listener; one with the same identifier becomes it, but keeps members and monitor. */
    record PutPool(LoadBalancerId balancer, Pool pool, Optional<UUID> listener) implements OfBalancing {}

    /** Remove a pool, with its members. */
    record RemovePool(UUID id) implements OfBalancing {}

    /** Give a pool a member, in the place of that with the same identifier if there is one. */
    record PutMember(UUID pool, PoolMember member) implements OfBalancing {}

    /** Remove a member of a pool, with its connections. */
    record RemoveMember(UUID pool, UUID id) implements OfBalancing {}

    /** Give a pool a health monitor, in the place of that with the same identifier if there is one. */
    record PutMonitor(UUID pool, HealthMonitor monitor) implements OfBalancing {}

    /** Remove a health monitor. */
    record RemoveMonitor(UUID id) implements OfBalancing {}

    /** Give a resource these tags instead of those it has. */
    record ReplaceTags(ResourceId id, SortedSet<String> tags) implements TenantCommand {}

    /** Give a resource one more tag. */
    record AddTag(ResourceId id, String tag) implements TenantCommand {}

    /** Take one tag from a resource. */
    record RemoveTag(ResourceId id, String tag) implements TenantCommand {}

    /** Let a project have so much; what is left out stays as it is. */
    record SetQuota(ProjectId project, SortedMap<ResourceType, Integer> limits) implements TenantCommand {

        public SetQuota {
            limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        }
    }

    /** Let a project have the usual again. */
    record ResetQuota(ProjectId project) implements TenantCommand {}
}

package io.heddle.routing.tenant;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of resources. */
public enum ResourceType {
    NETWORK("network", "Network"),
    SUBNET("subnet", "Subnet"),
    PORT("port", "Port"),
    ROUTER("router", "Router"),
    FLOATING_IP("floatingip", "FloatingIP"),
    SECURITY_GROUP("security_group", "SecurityGroup"),
    SECURITY_RULE("security_group_rule", "SecurityGroupRule"),
    TRUNK("trunk", "Trunk"),
    QOS_POLICY("qos_policy", "QosPolicy"),
    LOAD_BALANCER("loadbalancer", "LoadBalancer"),
    ADDRESS_GROUP("address_group", "AddressGroup");

    private final String apiName;
    private final String title;

    ResourceType(String apiName, String title) {
        this.apiName = apiName;
        this.title = title;
    }

    /** What the Networking API calls one. */
    public String apiName() {
        return apiName;
    }

    /** What errors of the Networking API call one, such as {@code RouterNotFound}. */
    public String title() {
        return title;
    }

    /** The type with that name in the Networking API. */
    public static Optional<ResourceType> named(String apiName) {
        return Stream.of(values()).filter(type -> type.apiName.equals(apiName)).findFirst();
    }

    /** The type of what an identifier is of. */
    public static ResourceType of(ResourceId id) {
        return switch (id) {
            case NetworkId ignored -> NETWORK;
            case SubnetId ignored -> SUBNET;
            case PortId ignored -> PORT;
            case RouterId ignored -> ROUTER;
            case FloatingIpId ignored -> FLOATING_IP;
            case SecurityGroupId ignored -> SECURITY_GROUP;
            case SecurityRuleId ignored -> SECURITY_RULE;
            case TrunkId ignored -> TRUNK;
            case QosPolicyId ignored -> QOS_POLICY;
            case AddressGroupId ignored -> ADDRESS_GROUP;
            case LoadBalancerId ignored -> LOAD_BALANCER;
        };
    }
}

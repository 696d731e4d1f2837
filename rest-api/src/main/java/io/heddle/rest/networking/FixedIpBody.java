package io.heddle.rest.networking;

import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.request.IpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Addresses as a list of {@code {"subnet_id": ID, "ip_address": ADDRESS}}, one of which may be left out of what is asked. */
final class FixedIpBody {

    private static final String SUBNET = "subnet_id";
    private static final String ADDRESS = "ip_address";

    private FixedIpBody() {}

    static Optional<List<IpRequest>> requests(Body body, String name) {
        return body.list(name)
                .map(items -> items.stream().map(item -> request(name, item)).toList());
    }

    static Object shown(List<FixedIp> ips) {
        return ips.stream().map(FixedIpBody::shown).toList();
    }

    private static Map<String, Object> shown(FixedIp ip) {
        Map<String, Object> map = new TreeMap<>();
        map.put(SUBNET, ip.subnet().toString());
        map.put(ADDRESS, ip.address().toString());
        return map;
    }

    private static IpRequest request(String name, JsonNode item) {
        Body ip = Body.members(name, item, Set.of(SUBNET, ADDRESS));
        if (ip.value(SUBNET).isEmpty() && ip.value(ADDRESS).isEmpty()) {
            throw ApiError.invalid(name, "IP allocation requires subnet_id or ip_address");
        }
        return new IpRequest(
                ip.value(SUBNET).map(value -> new SubnetId(Body.id(name, value))),
                ip.value(ADDRESS).map(value -> Body.ip(name, value)));
    }
}

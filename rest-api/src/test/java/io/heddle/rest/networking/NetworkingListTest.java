package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NetworkingListTest {

    private final NetworkingServer server = new NetworkingServer();

    @AfterEach
    void end() {
        server.close();
    }

    private String network(String token, String name) throws Exception {
        return server.post(token, "/v2.0/networks", "{'network': {'name': '" + name + "'}}")
                .at("/network/id")
                .asString();
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path("name").asString()));
        return names;
    }

    @Test
    void listsAreFilteredSortedAndParted() throws Exception {
        for (String name : List.of("c", "a", "b", "e", "d")) {
            network("alice", name);
        }
        String other = network("bob", "bobs");
        assertThat(names(server.get("alice", "/v2.0/networks?sort_key=name&sort_dir=desc")
                        .path("networks")))
                .containsExactly("e", "d", "c", "b", "a");
        assertThat(names(server.get("admin", "/v2.0/networks?project_id=bob").path("networks")))
                .containsExactly("bobs");
        assertThat(server.get("alice", "/v2.0/networks?id=" + other).path("networks"))
                .isEmpty();
        assertThat(names(server.get("alice", "/v2.0/networks?name=a&name=b&admin_state_up=True")
                        .path("networks")))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(server.get("alice", "/v2.0/networks?shared=1").path("networks"))
                .isEmpty();
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?shared=maybe", 400, ""))
                .contains("cannot be converted to boolean");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?colour=red", 400, ""))
                .contains("['colour'] is invalid attribute for filtering");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?provider:network_type=vxlan", 400, ""))
                .contains("invalid attribute for filtering");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?sort_key=name", 400, ""))
                .contains("must be same");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?sort_key=x&sort_dir=asc", 400, ""))
                .contains("invalid attribute for sort_keys");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?sort_key=name&sort_dir=up", 400, ""))
                .contains("valid value is 'asc' and 'desc'");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?limit=-1", 400, ""))
                .contains("Limit must be an integer");
        assertThat(server.refusal("alice", "GET", "/v2.0/networks?limit=1&marker=x", 404, ""))
                .contains("NetworkNotFound");
    }

    @Test
    void partsOfAListLeadThroughAllOfItInBothDirections() throws Exception {
        for (int i = 0; i < 7; i++) {
            network("alice", "n" + i);
        }
        List<String> seen = new ArrayList<>();
        String path = "/v2.0/networks?limit=3&sort_key=name&sort_dir=asc&fields=name&fields=id";
        JsonNode last = server.get("alice", path);
        while (!path.isEmpty()) {
            JsonNode reply = server.get("alice", path);
            seen.addAll(names(reply.path("networks")));
            last = reply.path("networks").isEmpty() ? last : reply;
            path = link(reply, "next");
        }
        assertThat(seen).containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6");
        List<String> back = new ArrayList<>(names(last.path("networks")));
        path = link(last, "previous");
        while (!path.isEmpty()) {
            JsonNode reply = server.get("alice", path);
            back.addAll(0, names(reply.path("networks")));
            path = link(reply, "previous");
        }
        assertThat(back).isEqualTo(seen);
        assertThat(names(server.get("alice", "/v2.0/networks?limit=2&page_reverse=True&sort_key=name&sort_dir=asc")
                        .path("networks")))
                .containsExactly("n5", "n6");
    }

    private static String link(JsonNode reply, String relation) {
        for (JsonNode link : reply.path("networks_links")) {
            if (link.path("rel").asString().equals(relation)) {
                return link.path("href").asString().replaceFirst("http://[^/]*", "");
            }
        }
        return "";
    }

    @Test
    void portsAreFoundByAddressAndEmptyValues() throws Exception {
        String network = network("alice", "blue");
        server.post(
                "alice",
                "/v2.0/subnets",
                "{'subnet': {'network_id': '" + network + "', 'ip_version': 4, 'cidr': '10.0.0.0/24'}}");
        server.post(
                "alice",
                "/v2.0/ports",
                "{'ports': [{'network_id': '" + network + "', 'name': 'p', 'device_id': 'd'}," + "{'network_id': '"
                        + network + "', 'name': 'q'}]}");
        assertThat(names(server.get("alice", "/v2.0/ports?fixed_ips=ip_address%3D10.0.0.3")
                        .path("ports")))
                .containsExactly("q");
        assertThat(names(server.get("alice", "/v2.0/ports?fixed_ips=ip_address_substr%3D0.0&network_id=" + network)
                        .path("ports")))
                .containsExactlyInAnyOrder("p", "q");
        assertThat(names(server.get("alice", "/v2.0/ports?device_id=").path("ports")))
                .containsExactly("q");
        assertThat(names(server.get("admin", "/v2.0/ports?binding:host_id=").path("ports")))
                .hasSize(2);
        String subnet = server.get("alice", "/v2.0/subnets?shared=false&network_id=" + network)
                .at("/subnets/0/id")
                .asString();
        assertThat(server.get("alice", "/v2.0/ports?fixed_ips=subnet_id%3D" + subnet)
                        .path("ports"))
                .hasSize(2);
        assertThat(server.refusal("alice", "GET", "/v2.0/ports?fixed_ips=10.0.0.3", 400, ""))
                .contains("Invalid filter");
    }

    @Test
    void tagsAreSetAskedForAndFilteredBy() throws Exception {
        String id = network("alice", "blue");
        network("alice", "red");
        String tags = "/v2.0/networks/" + id + "/tags";
        assertThat(server.call("alice", "PUT", tags, 200, "{'tags': ['b', 'a']}")
                        .toString())
                .isEqualTo("{\"tags\":[\"a\",\"b\"]}");
        server.call("alice", "PUT", tags + "/c", 201, "");
        server.call("alice", "GET", tags + "/c", 204, "");
        server.call("alice", "DELETE", tags + "/c", 204, "");
        assertThat(server.refusal("alice", "GET", tags + "/c", 404, "")).startsWith("TagNotFound");
        assertThat(server.refusal("alice", "DELETE", tags + "/c", 404, "")).startsWith("TagNotFound");
        assertThat(server.refusal("bob", "GET", tags, 404, "")).startsWith("NetworkNotFound");
        assertThat(server.refusal("alice", "PUT", tags, 400, "{'tags': ['a,b']}"))
                .contains("not a valid tag");
        assertThat(server.refusal("alice", "PUT", tags, 400, "{}")).contains("Unable to find 'tags'");
        for (String query : List.of("tags=a,b", "tags-any=a,x", "not-tags=x", "not-tags-any=x,y", "tags=")) {
            assertThat(names(server.get("alice", "/v2.0/networks?name=blue&" + query)
                            .path("networks")))
                    .as(query)
                    .hasSize(query.equals("tags=") ? 0 : 1);
        }
        assertThat(names(server.get("alice", "/v2.0/networks?not-tags=a").path("networks")))
                .containsExactly("red");
        server.call("alice", "DELETE", tags, 204, "");
        assertThat(server.get("alice", tags).path("tags")).isEmpty();
    }
}

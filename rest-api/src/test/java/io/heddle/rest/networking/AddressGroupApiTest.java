package io.heddle.rest.networking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AddressGroupApiTest {

    private static final String GROUPS = "/v2.0/address-groups";
    private static final String RULES = "/v2.0/security-group-rules";

    private final NetworkingServer server = new NetworkingServer();

    @AfterEach
    void end() {
        server.close();
    }

    private JsonNode made(String addresses) throws Exception {
        return server.post("alice", GROUPS, "{'address_group': {'name': 'those', 'addresses': [" + addresses + "]}}")
                .path("address_group");
    }

    private static List<String> addresses(JsonNode group) {
        List<String> addresses = new ArrayList<>();
        group.path("addresses").forEach(each -> addresses.add(each.asString()));
        return addresses;
    }

    @Test
    void aGroupIsMadeShownChangedAndDeleted() throws Exception {
        JsonNode group = made("'10.1.0.7/24', '2001:db8::1', '192.0.2.9'");
        assertThat(addresses(group)).containsExactly("10.1.0.0/24", "192.0.2.9/32", "2001:db8::1/128");
        String path = GROUPS + "/" + group.path("id").asString();
        assertThat(server.get("alice", path).path("address_group")).isEqualTo(group);
        assertThat(server.get("bob", GROUPS).path("address_groups")).isEmpty();
        assertThat(server.refusal("bob", "GET", path, 404, "")).startsWith("AddressGroupNotFound");
        JsonNode more = server.call("alice", "PUT", path + "/add_addresses", 200, "{'addresses': ['10.2.0.0/16']}");
        assertThat(addresses(more.path("address_group")))
                .contains("10.2.0.0/16")
                .hasSize(4);
        assertThat(server.refusal("alice", "PUT", path + "/add_addresses", 400, "{'addresses': ['10.2.0.9/16']}"))
                .startsWith("AddressesAlreadyExist")
                .contains("10.2.0.0/16");
        JsonNode fewer =
                server.call("alice", "PUT", path + "/remove_addresses", 200, "{'addresses': ['192.0.2.9/32']}");
        assertThat(addresses(fewer.path("address_group"))).hasSize(3);
        assertThat(server.refusal("alice", "PUT", path + "/remove_addresses", 404, "{'addresses': ['192.0.2.9']}"))
                .startsWith("AddressesNotFound");
        assertThat(server.refusal("alice", "PUT", path + "/add_addresses", 400, "{}"))
                .contains("Unable to find 'addresses'");
        assertThat(server.call("alice", "PUT", path, 200, "{'address_group': {'name': 'these'}}")
                        .at("/address_group/name")
                        .asString())
                .isEqualTo("these");
        server.call("alice", "DELETE", path, 204, "");
        assertThat(server.refusal("alice", "DELETE", path, 404, "")).startsWith("AddressGroupNotFound");
    }

    @Test
    void aRuleNamesAGroupWhichStaysAsLongAsTheRuleDoes() throws Exception {
        String group = made("'10.1.0.0/24'").path("id").asString();
        String security = server.post("alice", "/v2.0/security-groups", "{'security_group': {'name': 'web'}}")
                .at("/security_group/id")
                .asString();
        String naming = "{'security_group_rule': {'security_group_id': '" + security
                + "', 'direction': 'ingress', 'remote_address_group_id': '" + group + "'";
        JsonNode rule = server.post("alice", RULES, naming + "}}").path("security_group_rule");
        assertThat(rule.path("remote_address_group_id").asString()).isEqualTo(group);
        assertThat(rule.path("remote_group_id").isNull()).isTrue();
        assertThat(server.refusal("alice", "POST", RULES, 409, naming + "}}")).startsWith("SecurityGroupRuleExists");
        assertThat(server.refusal("alice", "POST", RULES, 400, naming + ", 'remote_ip_prefix': '10.0.0.0/8'}}"))
                .startsWith("SecurityGroupMoreThanOneRemote");
        assertThat(server.refusal("alice", "DELETE", GROUPS + "/" + group, 409, ""))
                .startsWith("AddressGroupInUse");
        server.call("alice", "DELETE", RULES + "/" + rule.path("id").asString(), 204, "");
        server.call("alice", "DELETE", GROUPS + "/" + group, 204, "");
        assertThat(server.refusal("alice", "POST", RULES, 404, naming + "}}")).startsWith("AddressGroupNotFound");
    }

    @Test
    void whatIsNoBlockOfAddressesIsRefused() throws Exception {
        for (String address : List.of("'10.0.0.0/40'", "'here'", "7")) {
            assertThat(server.refusal(
                            "alice", "POST", GROUPS, 400, "{'address_group': {'addresses': [" + address + "]}}"))
                    .contains("is not a block of addresses");
        }
    }
}

package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoElephants;
import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricQueries;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.Obedient;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.rest.live.LiveSettings;
import io.heddle.rest.live.LiveStream;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.rest.view.LatestView;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
    private static final JsonNode API = OpenApiResource.read();
    private static final FabricSnapshot BROKEN = DemoElephants.in(
            DemoServer.broken(DemoFabric.loaded(DemoFabric.planned(FabricGenerator.fatTree(4)), 0.5, 7)));

    @Test
    void everyRouteIsDescribedAndEveryDescribedRouteIsThere() {
        FabricQueries queries = new SnapshotPublisher(BROKEN);
        LatestView views = new LatestView(queries);
        try (LiveStream stream = new LiveStream(LiveSettings.defaults(), queries, views)) {
            TenantResource tenants = new TenantResource(Optional.empty(), Optional.empty(), views);
            List<Route> routes =
                    RestServer.routes(queries, new Obedient(), views, stream, JsonMapper.shared(), tenants);
            List<String> dashboard =
                    DashboardResource.routes().stream().map(Route::path).toList();
            assertThat(routes.stream()
                            .filter(route -> !dashboard.contains(route.path()))
                            .map(route -> route.method() + " " + route.path()))
                    .containsExactlyInAnyOrderElementsOf(describedOperations());
            for (Route route : routes) {
                List<String> described = API.at("/paths")
                        .path(route.path())
                        .path(route.method().name().toLowerCase(Locale.ROOT))
                        .path("parameters")
                        .valueStream()
                        .map(parameter -> resolved(parameter, parameter))
                        .filter(parameter -> parameter.path("in").asString("").equals("query"))
                        .map(parameter -> parameter.get("name").asString())
                        .toList();
                assertThat(described).as(route.path()).containsExactlyInAnyOrderElementsOf(route.parameters());
            }
        }
    }

    private static List<String> describedOperations() {
        List<String> operations = new ArrayList<>();
        API.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    @Test
    void everyReplyHasExactlyTheFieldsDescribed() throws Exception {
        try (RunningServer server = RunningServer.showing(BROKEN)) {
            Map<String, String> replies = Map.ofEntries(
                    Map.entry("/api/v1/fabric", "Fabric"),
                    Map.entry("/api/v1/switches", "SwitchList"),
                    Map.entry("/api/v1/switches/e00000000", "Switch"),
                    Map.entry("/api/v1/switches/e00000000/plan", "Plan"),
                    Map.entry("/api/v1/links", "LinkList"),
                    Map.entry("/api/v1/hosts", "HostList"),
                    Map.entry("/api/v1/paths?src=10.0.0.2&dst=10.1.0.2", "Paths"),
                    Map.entry("/api/v1/trace?src=10.0.0.2&dst=10.1.0.2&proto=udp&sport=1&dport=2", "Trace"),
                    Map.entry("/api/v1/elephants", "Elephants"),
                    Map.entry("/api/v1/problems", "Problems"),
                    Map.entry("/healthz", "Health"),
                    Map.entry("/readyz", "ReadinessReply"),
                    Map.entry("/nothing", "ProblemDocument"));
            for (Map.Entry<String, String> each : replies.entrySet()) {
                List<String> differences = new ArrayList<>();
                compare(server.json(each.getKey()), schema(each.getValue()), each.getKey(), differences);
                assertThat(differences).as(each.getKey()).isEmpty();
            }
        }
    }

    @Test
    void everyReplyAboutTenantsHasExactlyTheFieldsDescribed() throws Exception {
        try (RunningServer server = RunningServer.showing(BROKEN, DemoTenants.of(2, 3))) {
            Map<String, String> replies = Map.of(
                    "/api/v1/trace?src=" + DemoTenants.port(1, 0) + "&dst=" + DemoTenants.port(1, 1),
                    "Journey",
                    "/api/v1/tenants/usage",
                    "TenantUsage",
                    "/api/v1/tenants/networks",
                    "TenantNetworks",
                    "/api/v1/tenants/ports",
                    "TenantPorts",
                    "/api/v1/tenants/elephants",
                    "TenantElephants",
                    "/api/v1/explain?src=" + DemoTenants.port(1, 0) + "&dst=" + DemoTenants.port(1, 1),
                    "Explanation",
                    "/api/v1/verify/isolation",
                    "Verdict");
            for (Map.Entry<String, String> each : replies.entrySet()) {
                for (String token : List.of("admin", "project-1")) {
                    String body =
                            server.reply(each.getKey(), "X-Auth-Token", token).body();
                    List<String> differences = new ArrayList<>();
                    compare(JsonMapper.shared().readTree(body), schema(each.getValue()), each.getKey(), differences);
                    assertThat(differences).as(each.getKey()).isEmpty();
                }
            }
        }
    }

    @Test
    void everySchemaThatIsReferredToIsThereAndEveryOneIsReferredTo() {
        SortedSet<String> referred = new TreeSet<>();
        references(API, referred);
        for (String reference : referred) {
            assertThat(API.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        Stream<String> unused = API.at("/components/schemas").propertyNames().stream()
                .filter(name -> !referred.contains("#/components/schemas/" + name));
        assertThat(unused).isEmpty();
    }

    @Test
    void theDescriptionIsServedAsJson() throws Exception {
        try (RunningServer server = RunningServer.showing(BROKEN)) {
            assertThat(server.json("/openapi.json").at("/openapi").asString()).isEqualTo("3.1.0");
            assertThat(API.at("/info/description").asString()).contains("heddle:status_reason");
        }
    }

    private static JsonNode schema(String name) {
        return API.at("/components/schemas/" + name);
    }

    private static void compare(JsonNode value, JsonNode schema, String where, List<String> differences) {
        JsonNode meant = resolved(schema, value);
        if (value.isObject() && meant.has("properties")) {
            JsonNode properties = meant.get("properties");
            if (!new TreeSet<>(value.propertyNames()).equals(new TreeSet<>(properties.propertyNames()))) {
                differences.add(where + " has " + value.propertyNames() + ", described " + properties.propertyNames());
                return;
            }
            value.propertyNames()
                    .forEach(name -> compare(value.get(name), properties.get(name), where + "." + name, differences));
        } else if (value.isArray()) {
            value.forEach(item -> compare(item, meant.get("items"), where + "[]", differences));
        } else if (!isOf(types(meant), value)) {
            differences.add(where + " is " + value + ", described as " + meant);
        }
    }

    private static JsonNode resolved(JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return API.at(schema.get("$ref").asString().substring(1));
        }
        if (schema.has("discriminator")) {
            String kind = value.path("kind").asString("");
            return API.at(
                    schema.at("/discriminator/mapping").path(kind).asString("#").substring(1));
        }
        if (schema.has("oneOf")) {
            return resolved(schema.get("oneOf").get(value.isNull() ? 1 : 0), value);
        }
        return schema;
    }

    private static List<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.valueStream().map(JsonNode::asString).toList() : List.of(type.asString(""));
    }

    private static boolean isOf(List<String> types, JsonNode value) {
        return types.stream().anyMatch(type -> switch (type) {
            case "object" -> value.isObject();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "string" -> value.isString();
            case "null" -> value.isNull();
            default -> false;
        });
    }

    private static void references(JsonNode node, SortedSet<String> found) {
        if (node.has("$ref")) {
            found.add(node.get("$ref").asString());
        }
        node.forEach(child -> references(child, found));
    }
}

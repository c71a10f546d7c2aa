package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.InterfaceState;
import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkOutcome;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.StaticRoute;

/** The machine's network, to and from JSON. */
public final class NetworkJson {
    private static final int MOST_BYTES = 65_535;

    private NetworkJson() {}

    private enum Method {
        OFF,
        AUTOMATIC,
        STATIC
    }

    public static JsonNode state(NetworkState state) {
        ObjectNode node = Json.object().put("hostName", state.hostName());
        node.set("interfaces", Json.array(state.interfaces(), NetworkJson::interfaceState));
        node.set("nameServers", Json.texts(state.nameServers()));
        node.set("searchDomains", Json.texts(state.searchDomains()));
        node.set("timeServers", Json.texts(state.timeServers()));
        node.put("timeSync", state.timeSync().name());
        return node;
    }

    private static JsonNode interfaceState(InterfaceState each) {
        ObjectNode node = Json.object()
                .put("name", each.name())
                .put("mac", each.mac())
                .put("up", each.up())
                .put("mtuBytes", each.mtuBytes());
        node.set("addresses", Json.texts(each.addresses()));
        node.set("gateways", Json.texts(each.gateways()));
        if (!each.lease().isNone()) {
            node.putObject("lease")
                    .put("server", each.lease().server())
                    .put("expires", each.lease().expires().toString());
        }
        return node;
    }

    public static JsonNode settings(NetworkSettings settings) {
        ObjectNode node = Json.object().put("hostName", settings.hostName());
        node.set("interfaces", Json.array(settings.interfaces(), NetworkJson::interfaceSettings));
        node.set(
                "nameServers",
                Json.texts(settings.nameServers().stream().map(IpText::of).toList()));
        node.set("searchDomains", Json.texts(settings.searchDomains()));
        node.set("timeServers", Json.texts(settings.timeServers()));
        node.set("routes", Json.array(settings.routes(), route -> Json.object()
                .put("destination", IpText.of(route.destination()))
                .put("gateway", IpText.of(route.gateway()))));
        return node;
    }

    private static JsonNode interfaceSettings(InterfaceSettings each) {
        ObjectNode node = Json.object().put("name", each.name());
        node.set("ipv4", address(each.ipv4()));
        node.set("ipv6", address(each.ipv6()));
        return node.put("mtuBytes", each.mtuBytes());
    }

    private static JsonNode address(AddressSetting setting) {
        if (setting instanceof AddressSetting.Static fixed) {
            return Json.object()
                    .put("method", Method.STATIC.name())
                    .put("address", IpText.of(fixed.text()))
                    .put("gateway", IpText.of(fixed.gateway()));
        }
        Method method = setting instanceof AddressSetting.Automatic ? Method.AUTOMATIC : Method.OFF;
        return Json.object().put("method", method.name()).put("address", "").put("gateway", "");
    }

    public static JsonNode change(NetworkChange change) {
        return Json.object()
                .put("id", change.id())
                .put("phase", change.phase().name())
                .put("secondsLeft", change.secondsLeft());
    }

    public static JsonNode outcome(NetworkOutcome outcome) {
        return Json.object().put("id", outcome.id()).put("kept", outcome.kept()).put("reason", outcome.reason());
    }

    public static JsonNode finding(NetworkFinding finding) {
        ObjectNode node = Json.object()
                .put("blocking", finding.blocking())
                .put("path", finding.path())
                .put("code", finding.notice().code())
                .put("message", finding.message())
                .put("fix", finding.fix());
        node.set("values", Json.texts(finding.notice().values()));
        return node;
    }

    /** Reads settings; members that are not there leave what they set to the network. */
    public static NetworkSettings settings(ObjectReader body) {
        NetworkSettings settings = new NetworkSettings(
                body.text("hostName", ""),
                body.objects("interfaces").stream()
                        .map(NetworkJson::interfaceSettings)
                        .toList(),
                body.texts("nameServers"),
                body.texts("searchDomains"),
                body.texts("timeServers"),
                body.objects("routes").stream().map(NetworkJson::route).toList());
        body.end();
        return settings;
    }

    private static StaticRoute route(ObjectReader body) {
        StaticRoute route = new StaticRoute(body.text("destination"), body.text("gateway"));
        body.end();
        return route;
    }

    private static InterfaceSettings interfaceSettings(ObjectReader body) {
        InterfaceSettings settings =
                new InterfaceSettings(body.text("name"), address(body, "ipv4"), address(body, "ipv6"), (int)
                        body.count("mtuBytes", 0, MOST_BYTES));
        body.end();
        return settings;
    }

    private static AddressSetting address(ObjectReader body, String family) {
        return body.object(family).map(NetworkJson::address).orElse(new AddressSetting.Off());
    }

    private static AddressSetting address(ObjectReader body) {
        Method method = body.name("method", Method.class);
        String address = body.text("address", "");
        String gateway = body.text("gateway", "");
        body.end();
        return switch (method) {
            case OFF -> new AddressSetting.Off();
            case AUTOMATIC -> new AddressSetting.Automatic();
            case STATIC -> fixed(body, address, gateway);
        };
    }

    private static AddressSetting fixed(ObjectReader body, String address, String gateway) {
        try {
            return AddressSetting.Static.parse(address, gateway);
        } catch (IllegalArgumentException wrong) {
            throw BadRequests.of(body.place("address"), "is wrong: " + wrong.getMessage());
        }
    }
}

package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connection.DatacenterPrivileges;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterPrivilege;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.SetupProgress;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepView;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.TrustDifference;
import io.github.migrationconnector.api.trust.TrustReport;
import java.util.Map;
import java.util.TreeMap;

/** Trust, health, set-up by steps and privileges as the API shows them. */
public final class CareViews {
    private CareViews() {}

    public static ObjectNode trust(TrustReport report) {
        ObjectNode node = Json.object()
                .put("server", report.server().toString())
                .put("state", report.state().name())
                .put("why", report.why())
                .put("followed", report.followed());
        node.set("seenAt", Json.time(report.seenAt()));
        node.set("presented", Json.array(report.presented(), CareViews::certificate));
        node.set("accepted", Json.array(report.accepted(), CareViews::certificate));
        node.set("differences", Json.array(report.differences(), CareViews::difference));
        return node;
    }

    public static ObjectNode certificate(ServerCertificate certificate) {
        ObjectNode node = Json.object().put("subject", certificate.subject()).put("issuer", certificate.issuer());
        node.set("names", Json.array(certificate.names(), JsonNodeFactory.instance::textNode));
        node.set("notBefore", Json.time(certificate.notBefore()));
        node.set("notAfter", Json.time(certificate.notAfter()));
        return node.put("sha256", certificate.shownFingerprint())
                .put("authority", certificate.authority())
                .put("pem", certificate.pem());
    }

    private static ObjectNode difference(TrustDifference difference) {
        return Json.object()
                .put("field", difference.field())
                .put("accepted", difference.accepted())
                .put("presented", difference.presented());
    }

    public static ObjectNode connector(Connector connector, ConnectorHealth health) {
        ObjectNode node = Json.object()
                .put("id", connector.identity().id())
                .put("name", connector.identity().name())
                .put("version", connector.version());
        node.set("addresses", Json.array(connector.addresses(), address -> Json.object()
                .put("ip", address.ip())
                .put("mac", address.mac())));
        node.set(
                "capabilities",
                Json.array(connector.capabilities(), one -> JsonNodeFactory.instance.textNode(one.name())));
        node.set(
                "associatedOn", connector.associatedOn().map(Json::time).orElseGet(JsonNodeFactory.instance::nullNode));
        node.set("health", health(health));
        return node;
    }

    public static ObjectNode health(ConnectorHealth health) {
        ObjectNode node = Json.object().put("state", health.state().name());
        node.set("heartbeat", Json.time(health.heartbeat()));
        node.set("reasons", Json.array(health.reasons(), CareViews::reason));
        node.set("warnings", Json.array(health.warnings(), CareViews::reason));
        node.set("checks", Json.array(health.checks(), CareViews::check));
        return node;
    }

    private static ObjectNode check(CheckResult check) {
        ObjectNode node = Json.object()
                .put("name", check.name())
                .put("state", check.state().name())
                .put("code", check.finding().code());
        node.set("since", Json.time(check.since()));
        node.set("lookedAt", Json.time(check.lookedAt()));
        return node.put("why", check.finding().why()).put("fix", check.finding().fix());
    }

    public static ObjectNode reason(HealthReason reason) {
        ObjectNode node = Json.object().put("code", reason.code());
        node.set("since", Json.time(reason.since()));
        return node.put("why", reason.why()).put("fix", reason.fix());
    }

    public static ObjectNode progress(SetupProgress progress) {
        ObjectNode node = Json.object().put("state", progress.state().name());
        node.put("next", progress.next().map(SetupStep::label).orElse(""));
        node.set("steps", Json.array(progress.steps(), CareViews::step));
        return node;
    }

    private static ObjectNode step(StepView view) {
        ObjectNode node = Json.object()
                .put("step", view.step().label())
                .put("status", view.status().name());
        node.set("answer", texts(view.answer()));
        node.set("learned", texts(view.learned()));
        return node;
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode node = Json.object();
        new TreeMap<>(texts).forEach(node::put);
        return node;
    }

    public static ObjectNode report(StepReport report) {
        ObjectNode node = Json.object();
        node.set("findings", Json.array(report.findings(), Views::setupFinding));
        node.set("warnings", Json.array(report.warnings(), Views::setupFinding));
        node.set("progress", progress(report.progress()));
        return node;
    }

    public static ObjectNode examination(VcenterExamination found) {
        ObjectNode node = Json.object()
                .put("product", found.identity().product())
                .put("apiVersion", found.identity().apiVersion())
                .put("instanceUuid", found.identity().instanceUuid());
        node.set("datacenters", Json.array(found.datacenters(), CareViews::datacenter));
        return node;
    }

    private static ObjectNode datacenter(DatacenterPrivileges datacenter) {
        ObjectNode node = Json.object().put("id", datacenter.id()).put("path", datacenter.path());
        node.set("missing", Json.array(datacenter.missing(), CareViews::privilege));
        node.set("offered", Json.array(datacenter.offered(), CareViews::privilege));
        node.set("granted", Json.array(datacenter.granted(), CareViews::privilege));
        return node;
    }

    private static ObjectNode privilege(VcenterPrivilege privilege) {
        return Json.object().put("id", privilege.id()).put("brings", privilege.brings());
    }
}

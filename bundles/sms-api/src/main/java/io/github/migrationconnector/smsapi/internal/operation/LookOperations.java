package io.github.migrationconnector.smsapi.internal.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.health.HealthState;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.Server;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.Pages;
import io.github.migrationconnector.smsapi.internal.protocol.Parameters;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.service.Services;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operations that only look. */
final class LookOperations {
    private static final String NEXT_TOKEN_LIST = "servers ";

    private final Services services;
    private final Pages pages;

    LookOperations(Services services, Pages pages) {
        this.services = services;
        this.pages = pages;
    }

    List<Operation> all() {
        Set<FaultCode> usual = Set.of(
                FaultCode.UNAUTHORIZED_OPERATION, FaultCode.INVALID_PARAMETER, FaultCode.MISSING_REQUIRED_PARAMETER);
        Set<FaultCode> withInternal = new HashSet<>(usual);
        withInternal.add(FaultCode.INTERNAL_ERROR);
        return List.of(
                Operation.looks("GetConnectors", Set.of(FaultCode.UNAUTHORIZED_OPERATION), this::connectors),
                Operation.looks("GetServers", withInternal, this::servers),
                Operation.looks("GetReplicationJobs", usual, this::jobs),
                Operation.looks("GetReplicationRuns", usual, this::runs));
    }

    private ObjectNode connectors(Parameters parameters) {
        List<Connector> registered = services.registration().state() == SetupState.REGISTERED
                ? List.of(services.registration().connector())
                : List.of();
        Pages.Page<Connector> page = pages.cut(parameters, "connectors", registered, connector -> connector
                .identity()
                .id());
        ObjectNode answer = SmsJson.object();
        answer.set("connectorList", SmsJson.array(page.entries(), this::connector));
        page.putToken(answer);
        return answer;
    }

    private ObjectNode connector(Connector connector) {
        ObjectNode node = SmsJson.object()
                .put("connectorId", connector.identity().id())
                .put("version", connector.version())
                .put("status", status().name());
        connector.capabilities().forEach(capability -> node.withArray("/capabilityList")
                .add(capability.name()));
        connector.addresses().stream().findFirst().ifPresent(address -> {
            SmsJson.put(node, "ipAddress", address.ip());
            SmsJson.put(node, "macAddress", address.mac());
        });
        connector.associatedOn().ifPresent(time -> SmsJson.put(node, "associatedOn", time));
        node.put("vmManagerType", "VSPHERE");
        services.catalog().servers().stream().findFirst().ifPresent(server -> node.put(
                        "vmManagerName", server.vcenterName())
                .put("vmManagerId", server.vcenterId()));
        return node;
    }

    /** Without its judge the connector is not called healthy. */
    private HealthState status() {
        try {
            return services.health().health().state();
        } catch (ConnectorException e) {
            return HealthState.UNHEALTHY;
        }
    }

    private ObjectNode servers(Parameters parameters) {
        Set<String> wanted = new TreeSet<>();
        for (Parameters address : parameters.list("vmServerAddressList")) {
            wanted.add(address(
                    address.text("vmManagerId").orElse(""), address.text("vmId").orElse("")));
        }
        List<Server> fitting = services.catalog().servers().stream()
                .filter(server -> wanted.isEmpty()
                        || wanted.contains(
                                address(server.vcenterId(), server.vm().id()))
                        || wanted.contains(address("", server.vm().id())))
                .sorted(Comparator.comparing(Server::id))
                .toList();
        Pages.Page<Server> page = pages.cut(parameters, NEXT_TOKEN_LIST + wanted, fitting, Server::id);
        CatalogStatus status = services.catalog().status();
        ObjectNode answer = SmsJson.object();
        SmsJson.put(answer, "lastModifiedOn", status.changedAt());
        answer.put("serverCatalogStatus", status.state().name());
        answer.set("serverList", SmsJson.array(page.entries(), SmsViews::server));
        page.putToken(answer);
        return answer;
    }

    private static String address(String vmManagerId, String vmId) {
        return vmManagerId + " " + vmId;
    }

    private ObjectNode jobs(Parameters parameters) {
        String id = parameters.text("replicationJobId").orElse("");
        List<Job> jobs = id.isEmpty() ? services.replication().jobs() : List.of(job(id));
        Pages.Page<Job> page = pages.cut(
                parameters,
                "jobs " + id,
                jobs.stream().sorted(Comparator.comparing(Job::id)).toList(),
                Job::id);
        Map<String, Server> servers =
                services.catalog().servers().stream().collect(Collectors.toMap(Server::id, Function.identity()));
        ObjectNode answer = SmsJson.object();
        answer.set(
                "replicationJobList",
                SmsJson.array(
                        page.entries(), job -> SmsViews.job(job, Optional.ofNullable(servers.get(job.serverId())))));
        page.putToken(answer);
        return answer;
    }

    private ObjectNode runs(Parameters parameters) {
        Job job = job(parameters.required("replicationJobId"));
        List<Run> runs = services.replication().runs(job.id()).stream()
                .sorted(Comparator.comparing(LookOperations::youngestFirst))
                .toList();
        Pages.Page<Run> page = pages.cut(parameters, "runs " + job.id(), runs, LookOperations::youngestFirst);
        ObjectNode answer = SmsJson.object();
        answer.set("replicationJob", SmsViews.job(job, services.catalog().server(job.serverId())));
        answer.set("replicationRunList", SmsJson.array(page.entries(), SmsViews::run));
        page.putToken(answer);
        return answer;
    }

    /** Ascends while time descends. */
    private static String youngestFirst(Run run) {
        return String.format(
                Locale.ROOT, "%019d %s", Long.MAX_VALUE - run.startedAt().toEpochMilli(), run.id());
    }

    private Job job(String id) {
        return services.replication().job(id).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "there is no such replication job", "Take an id from get-replication-jobs.")
                .asException());
    }
}

package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import io.github.migrationconnector.registration.internal.SetupDocument.Paths;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.util.Optional;

/** Asks both sides whether what a document says of them is true. */
final class Sides {
    private final Ports ports;
    private final StoredConnections connections;
    private final LoginGuard logins;

    Sides(Ports ports, ConnectorHome home) {
        this.ports = ports;
        this.connections = home.connections();
        this.logins = home.logins();
    }

    /** Whose keys these are; empty, with a finding, when AWS does not take them. */
    Optional<AwsIdentity> check(AwsSide aws, Findings findings) {
        try {
            return Optional.of(ports.awsCheck().check(aws.endpoints(), aws.keys(), aws.role()));
        } catch (ConnectorException failure) {
            String path =
                    switch (failure.problem().code()) {
                        case "AWS_KEY_UNKNOWN" -> "$.aws.accessKeyId";
                        case "AWS_SECRET_WRONG" -> "$.aws.secretAccessKey";
                        case "AWS_TOKEN_EXPIRED" -> "$.aws.sessionToken";
                        case "AWS_ROLE_REFUSED" -> "$.aws.roleArn";
                        case "AWS_CA_BUNDLE_UNREADABLE", "AWS_CERTIFICATE_REFUSED" -> "$.aws.caBundle";
                        case "AWS_ENDPOINT_INVALID" -> "$.aws.endpoints";
                        default -> failure.problem().code().startsWith("PROXY_") ? "$.proxy" : "$.aws";
                    };
            add(path, failure.problem(), findings);
            return Optional.empty();
        }
    }

    /** What vCenter is and allows; empty, with a finding, when it does not take the login. One login, no more. */
    Optional<VcenterExamination> check(VcenterSide vcenter, Findings findings) {
        try {
            return Optional.of(logIn(vcenter.endpoint(), vcenter.password()));
        } catch (ConnectorException failure) {
            add(pathOf(failure.problem(), vcenter.paths()), failure.problem(), findings);
            return Optional.empty();
        }
    }

    /** What answers, before any login; empty, with a finding, when it is no vCenter. */
    Optional<VcenterIdentity> identify(VcenterEndpoint endpoint, Findings findings) {
        try {
            return Optional.of(ports.vcenterCheck().identify(endpoint));
        } catch (ConnectorException failure) {
            add(pathOf(failure.problem(), Paths.USUAL), failure.problem(), findings);
            return Optional.empty();
        }
    }

    /** Logs in because an administrator wants it; a refusal is remembered, a welcome ends earlier ones. */
    VcenterExamination logIn(VcenterEndpoint endpoint, Secret password) {
        logins.check(endpoint);
        try {
            VcenterExamination found = ports.vcenterCheck().check(endpoint, password);
            connections.welcomed(endpoint);
            return found;
        } catch (ConnectorException failure) {
            if (failure.problem().code().equals("VCENTER_LOGIN_REFUSED")) {
                logins.refused(endpoint);
            }
            throw failure;
        }
    }

    private static String pathOf(Problem problem, Paths paths) {
        return switch (problem.code()) {
            case "VCENTER_LOGIN_REFUSED", "VCENTER_LOGIN_PAUSED" -> "$.vcenter.password";
            case "VCENTER_CERTIFICATE_CHANGED" -> paths.trust();
            case "VCENTER_UNREACHABLE", "VCENTER_NO_SDK", "VCENTER_TOO_OLD", "VCENTER_ANSWER_MALFORMED" -> paths.host();
            default -> "$.vcenter";
        };
    }

    static void add(String path, Problem problem, Findings findings) {
        findings.add(new SetupFinding(path, Notice.of(problem)));
    }
}

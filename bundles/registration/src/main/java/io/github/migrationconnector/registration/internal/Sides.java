package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.util.function.Supplier;

/** Asks both sides whether what the document says of them is true. */
final class Sides {
    private final Supplier<AwsCheck> awsCheck;
    private final Supplier<VcenterCheck> vcenterCheck;

    Sides(Supplier<AwsCheck> awsCheck, Supplier<VcenterCheck> vcenterCheck) {
        this.awsCheck = awsCheck;
        this.vcenterCheck = vcenterCheck;
    }

    void check(SetupDocument document, Findings findings) {
        check(document.aws(), findings);
        check(document.vcenter(), findings);
    }

    private void check(AwsSide aws, Findings findings) {
        try {
            awsCheck.get().check(aws.endpoints(), aws.keys());
        } catch (ConnectorException failure) {
            String path =
                    switch (failure.problem().code()) {
                        case "AWS_KEY_UNKNOWN" -> "$.aws.accessKeyId";
                        case "AWS_SECRET_WRONG" -> "$.aws.secretAccessKey";
                        case "AWS_TOKEN_EXPIRED" -> "$.aws.sessionToken";
                        case "AWS_CA_BUNDLE_UNREADABLE", "AWS_CERTIFICATE_REFUSED" -> "$.aws.caBundle";
                        case "AWS_ENDPOINT_INVALID" -> "$.aws.endpoints";
                        default -> "$.aws";
                    };
            add(path, failure.problem(), findings);
        }
    }

    private void check(VcenterSide vcenter, Findings findings) {
        try {
            vcenterCheck.get().check(vcenter.endpoint(), vcenter.password());
        } catch (ConnectorException failure) {
            String path =
                    switch (failure.problem().code()) {
                        case "VCENTER_LOGIN_REFUSED" -> "$.vcenter.password";
                        case "VCENTER_CERTIFICATE_CHANGED" -> "$.vcenter.fingerprint";
                        case "VCENTER_UNREACHABLE", "VCENTER_NO_SDK" -> "$.vcenter.url";
                        default -> "$.vcenter";
                    };
            add(path, failure.problem(), findings);
        }
    }

    private static void add(String path, Problem problem, Findings findings) {
        findings.add(path, problem.code() + ": " + problem.message(), problem.fix());
    }
}

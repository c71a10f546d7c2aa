package io.github.migrationconnector.aws.internal.permission;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.PermissionReport;
import io.github.migrationconnector.api.connection.PermissionResult;
import io.github.migrationconnector.api.connection.PermissionVerdict;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.connection.AwaitedAwsConnection;
import io.github.migrationconnector.aws.internal.connection.GivenConnection;
import io.github.migrationconnector.aws.internal.connection.RoleAssumer;
import io.github.migrationconnector.aws.internal.s3.S3UploadTarget;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.aws.internal.sdk.CallerIdentity;
import io.github.migrationconnector.aws.internal.sdk.ClockDifference;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Asks AWS about each action that the connector calls, one after the other. */
@Component(service = AwsPermissions.class)
public final class AskedPermissions implements AwsPermissions {
    private static final String DENIED = "AWS_PERMISSION_MISSING";
    private static final String REGISTER = "ec2:RegisterImage";
    private static final String TAG = "ec2:CreateTags";

    private final AwsConnection inForce;
    private final RoleAssumer assumer;
    private final InstantSource clock;
    private final CallMeter meter;

    /** Null while there is none. */
    private volatile LogUploads uploads;

    @Activate
    public AskedPermissions(
            @Reference AwaitedAwsConnection inForce, @Reference RoleAssumer assumer, @Reference CallMeter meter) {
        this(inForce, assumer, InstantSource.system(), meter);
    }

    public AskedPermissions(AwsConnection inForce, RoleAssumer assumer, InstantSource clock, CallMeter meter) {
        this.meter = meter;
        this.inForce = inForce;
        this.assumer = assumer;
        this.clock = clock;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUploads(LogUploads arrived) {
        uploads = arrived;
    }

    void unbindUploads(LogUploads left) {
        if (left.equals(uploads)) {
            uploads = null;
        }
    }

    @Override
    public PermissionReport check() {
        return report(new GivenConnection(inForce.endpoints(), inForce.keys()));
    }

    @Override
    public PermissionReport check(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {
        AwsKeys used =
                role.isNone() ? keys : assumer.assume(endpoints, keys, role).keys();
        return report(new GivenConnection(endpoints, used));
    }

    /** What the upload of logs needs, when S3 was chosen for it. */
    private List<Probe> ofLogs(String account, String region) {
        LogUploads present = uploads;
        if (present == null || present.state().settings().kind() != UploadKind.S3) {
            return List.of();
        }
        String named = present.state().settings().s3().bucket();
        return S3Probes.of(named.isEmpty() ? S3UploadTarget.ownBucket(account, region) : named);
    }

    /** All actions that are asked about, whatever was chosen. */
    static List<Probe> probes() {
        List<Probe> probes = new ArrayList<>(EbsProbes.all());
        probes.addAll(Ec2Probes.all());
        return List.copyOf(probes);
    }

    private PermissionReport report(AwsConnection connection) {
        try (AwsClients clients = new AwsClients(connection, clock, meter)) {
            GetCallerIdentityResponse caller = CallerIdentity.ask(clients);
            Duration offset = ClockDifference.of(caller, clock.instant()).orElse(Duration.ZERO);
            List<PermissionResult> results = new ArrayList<>();
            List<Probe> asked = new ArrayList<>(probes());
            asked.addAll(ofLogs(caller.account(), connection.endpoints().region()));
            for (Probe probe : asked) {
                results.add(result(probe, clients, results));
            }
            return new PermissionReport(new AwsIdentity(caller.account(), caller.arn()), offset, results);
        }
    }

    private static PermissionResult result(Probe probe, AwsClients clients, List<PermissionResult> before) {
        try {
            probe.call().accept(clients);
            return new PermissionResult(probe.action(), PermissionVerdict.ALLOWED, probe.purpose(), "", "");
        } catch (ConnectorException failure) {
            Problem problem = failure.problem();
            if (!problem.code().equals(DENIED)) {
                return untold(probe, problem.message(), problem.fix());
            }
            return maskedBy(probe, problem, before)
                    .orElseGet(() -> new PermissionResult(
                            probe.action(),
                            PermissionVerdict.DENIED,
                            probe.purpose(),
                            problem.message(),
                            probe.statement()));
        }
    }

    /** Tags come with the image that they mark: who may not register is not told about them. */
    private static Optional<PermissionResult> maskedBy(Probe probe, Problem problem, List<PermissionResult> before) {
        boolean mayNotRegister = before.stream()
                .anyMatch(other -> other.action().equals(REGISTER) && other.verdict() == PermissionVerdict.DENIED);
        return probe.action().equals(TAG)
                        && mayNotRegister
                        && !problem.message().contains("perform: " + TAG)
                ? Optional.of(
                        untold(probe, "AWS tells when " + REGISTER + " is allowed.", "Add that first, and ask again."))
                : Optional.empty();
    }

    private static PermissionResult untold(Probe probe, String message, String fix) {
        return new PermissionResult(probe.action(), PermissionVerdict.NOT_TOLD, probe.purpose(), message, fix);
    }
}

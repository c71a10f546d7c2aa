package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferLimits;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.replication.internal.domain.DiskPlan;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.ScopeText;
import java.util.HashMap;
import java.util.Map;

/** The transfers of one run. The same run always asks for the same ones, so that each is resumed. */
final class TransferRequests {
    private static final TargetAddress TARGET = new TargetAddress("ebs", "");

    private final RunRecord run;
    private final Job job;
    private final String connectorId;
    private final TransferLimits limits;

    TransferRequests(RunRecord run, Job job, String connectorId, int atOnce) {
        this.run = run;
        this.job = job;
        this.connectorId = connectorId;
        long bytesPerSecond = job.spec().bytesPerSecond();
        // the cap is the run's; a share of less than a byte would mean none at all
        long share = bytesPerSecond == 0 ? 0 : Math.max(1, bytesPerSecond / atOnce);
        this.limits = new TransferLimits(TransferLimits.DEFAULT.connections(), share);
    }

    TransferRequest of(DiskRecord disk) {
        if (!(disk.plan() instanceof DiskPlan.Chosen plan)) {
            throw new IllegalStateException("disk " + disk.disk().key() + " of " + run.id() + " has no plan");
        }
        Map<String, String> tags = new HashMap<>(Tags.of(run, job, connectorId));
        tags.put(Tags.DISK, Tags.value(disk.disk().key() + " " + disk.disk().label()));
        return new TransferRequest(
                disk.transferId(run.id()),
                disk.disk().source(),
                TARGET,
                ScopeText.read(plan.scope()),
                plan.parent(),
                new TransferRequest.Labels(
                        Tags.description(job.vmName() + ", " + disk.disk().label() + ", " + run.id()),
                        tags,
                        encryption(plan.parent())),
                limits);
    }

    /** A parent hands its encryption down, and EBS refuses both together (StartSnapshot). */
    private Encryption encryption(Parent parent) {
        ImageOptions image = job.spec().image();
        if (!(parent instanceof Parent.Nothing) || !image.encrypted()) {
            return new Encryption.None();
        }
        return image.kmsKeyId().isEmpty() ? new Encryption.DefaultKey() : new Encryption.KmsKey(image.kmsKeyId());
    }
}

package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsWatch;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.connectivity.ReachedEndpoints;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import java.util.List;

/**
 * The services of other bundles that checks look at. While one is away a call throws {@link
 * io.github.migrationconnector.api.problem.ConnectorException} {@code SERVICE_ABSENT}, retry ON_RESUME.
 */
public interface Neighbours {
    Audit audit();

    OwnCertificate certificate();

    AwsPermissions permissions();

    AwsWatch aws();

    Networking networking();

    VcenterWatch vcenter();

    Holdings holdings();

    Replication replication();

    Trust trust();

    Upgrades upgrades();

    VmSnapshots snapshots();

    /** Of each side. */
    List<ReachedEndpoints> endpoints();

    /** Whether there is a vCenter and an AWS account to look at. */
    boolean registered();
}

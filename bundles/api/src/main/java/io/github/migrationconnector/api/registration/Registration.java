package io.github.migrationconnector.api.registration;

import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/** The connector's identity and its set-up. */
@ProviderType
public interface Registration {
    ConnectorIdentity identity();

    /** All that is known of this connector. */
    Connector connector();

    SetupState state();

    /** What {@link #setUp} does at this moment, whoever asked for it. Never waits for it. */
    SetupStage stage();

    /** What is in force. */
    Preferences preferences();

    /** Chooses otherwise, without another set-up; on disk when this returns. */
    void prefer(Preferences preferences);

    /**
     * Sets up from a document, all or nothing: both sides are checked first. Another vCenter than the one in force is refused
     * while runs hold something in the latter, and so is another account or region of AWS.
     *
     * @param document the text of a setup.json (docs/setup.md); a secret, since it holds some
     * @param dryRun checks and changes nothing
     */
    SetupReport setUp(Secret document, boolean dryRun);

    /**
     * Logs in to the vCenter that is in force, once, because an administrator asks: also with a password that was refused
     * before. When vCenter takes it, work goes on.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix; {@code
     *     VCENTER_LOGIN_PAUSED} when one more wrong login might lock the account
     */
    VcenterExamination checkVcenter();

    /**
     * Asks AWS whose the keys in force are.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    AwsIdentity checkAws();

    /** Both sides as they were when they were last set up or checked; asks nobody. */
    KnownSides knownSides();

    /**
     * Lets go of both sides: their settings and credentials are forgotten, those of a set-up that is under way as well, and a
     * new set-up gives the connector a new id. Jobs, runs, images and snapshots stay as they are; nothing in AWS or vCenter is
     * deleted.
     *
     * @param force also while runs hold something there, which nobody removes then
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code CONNECTOR_IN_USE} with what is held, unless
     *     forced
     */
    void disassociate(boolean force);
}

package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What the lab's EBS and EC2 hold, and how they behave. */
public final class LabEbs {
    private final LabControl control;

    LabEbs(LabControl control) {
        this.control = control;
    }

    /** Every snapshot, as the lab words it. */
    public JsonNode snapshots() {
        return control.get("/ebs/snapshots");
    }

    /** One snapshot: state, parent, encrypted, volumeSize, puts, distinctBlocks. */
    public JsonNode snapshot(String snapshotId) {
        return control.get("/ebs/snapshots/" + snapshotId);
    }

    /** Changes settings: completeDelayMs, visibilityDelayMs, encryptionByDefault, latencyMs, putsPerSecond, … */
    public void settings(Map<String, Object> settings) {
        control.post("/ebs/settings", settings);
    }

    /** How often each operation of a service was called. */
    public JsonNode requests(String service) {
        return control.get("/requests?service=" + service);
    }

    /** The images that EC2 holds. */
    public JsonNode images() {
        return control.get("/ec2/images");
    }

    /** The snapshots that EC2 holds. */
    public JsonNode ec2Snapshots() {
        return control.get("/ec2/snapshots");
    }
}

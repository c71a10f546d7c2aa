package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;

/** A fault that is in force until it is closed. */
public final class ActiveFault implements AutoCloseable {
    private final LabControl control;
    private final String id;

    ActiveFault(LabControl control, String id) {
        this.control = control;
        this.id = id;
    }

    /** How many calls it disturbed so far. */
    public int hits() {
        return control.get("/faults/" + id).path("hits").asInt();
    }

    /** How many calls it holds at the moment. */
    public int holding() {
        return control.get("/faults/" + id).path("holding").asInt();
    }

    /** Waits until it has disturbed a call; fails when it has not within the time. */
    public void awaitHit(Duration atMost) {
        JsonNode state = control.get("/faults/" + id + "?wait=" + atMost.toMillis() / 1000.0);
        if (state.path("hits").asInt() == 0) {
            throw new AssertionError("no call met the fault within " + atMost);
        }
    }

    /**
     * Lets the held calls go.
     *
     * @param proceed false closes their connections instead, with no effect when they were held before it
     */
    public void release(boolean proceed) {
        control.post("/faults/" + id + "/release", Map.of("proceed", proceed));
    }

    /** Removes it. */
    @Override
    public void close() {
        control.delete("/faults/" + id);
    }
}

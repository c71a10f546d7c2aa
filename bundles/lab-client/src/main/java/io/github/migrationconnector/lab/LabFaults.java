package io.github.migrationconnector.lab;

/** Sets faults. */
public final class LabFaults {
    private final LabControl control;

    LabFaults(LabControl control) {
        this.control = control;
    }

    /** Puts a fault in force. */
    public ActiveFault inject(Fault fault) {
        return new ActiveFault(
                control, control.post("/faults", fault.document()).path("id").asText());
    }

    /** Removes every fault. A test that shares the lab with others closes its own instead. */
    public void clear() {
        control.delete("/faults");
    }
}

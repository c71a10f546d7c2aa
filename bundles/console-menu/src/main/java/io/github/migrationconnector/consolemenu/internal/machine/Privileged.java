package io.github.migrationconnector.consolemenu.internal.machine;

/** The one program that does what needs root. */
public interface Privileged {
    /** Whether this machine has it: the appliance has. */
    boolean present();

    /**
     * Calls a verb.
     *
     * @return what it printed
     * @throws io.github.migrationconnector.consolemenu.internal.TroubleException with what it said
     */
    String call(String... arguments);
}

package io.github.migrationconnector.vsphere.internal.soap;

import com.vmware.vim25.MethodFault;
import java.rmi.RemoteException;

/** A fault that the server answered a call with, by its type. */
public final class VimFaultException extends RemoteException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient MethodFault fault;

    /**
     * Makes one.
     *
     * @param name the fault's type as the server names it, such as {@code InvalidLogin}
     * @param message the server's words
     * @param fault its details; the nearest known type when the server's is unknown here
     */
    public VimFaultException(String name, String message, MethodFault fault) {
        super(message);
        this.name = name;
        this.fault = fault;
    }

    public String name() {
        return name;
    }

    public MethodFault fault() {
        return fault;
    }

    /** Whether the fault is of a type, or of one below it. */
    public boolean is(Class<? extends MethodFault> type) {
        return type.isInstance(fault);
    }
}

package io.github.migrationconnector.vsphere.internal.soap;

import java.io.IOException;

/** The server answered, but not with SOAP. */
public final class HttpRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpRefusedException(int status) {
        super("HTTP status " + status);
        this.status = status;
    }

    public int status() {
        return status;
    }
}

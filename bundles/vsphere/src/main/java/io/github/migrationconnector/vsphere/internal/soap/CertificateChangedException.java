package io.github.migrationconnector.vsphere.internal.soap;

import java.security.cert.CertificateException;

/** The server showed another certificate than the one that was accepted. */
public final class CertificateChangedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    CertificateChangedException(String expected, String found) {
        super("the server's certificate has the SHA-256 fingerprint " + found + ", expected is " + expected);
        this.expected = expected;
        this.found = found;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}

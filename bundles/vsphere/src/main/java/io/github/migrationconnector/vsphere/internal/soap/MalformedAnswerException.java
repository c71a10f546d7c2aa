package io.github.migrationconnector.vsphere.internal.soap;

import java.io.IOException;

/** The server's answer is not what the protocol allows, or larger than is taken. */
public final class MalformedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }

    MalformedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.github.migrationconnector.smsapi.internal.protocol;

import java.util.Objects;

/** An answer that is an error. Its message is fit to be shown to the client. */
public final class SmsFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    public SmsFault(FaultCode code, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.code = Objects.requireNonNull(code, "code");
    }

    public SmsFault(FaultCode code, String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public FaultCode code() {
        return code;
    }
}

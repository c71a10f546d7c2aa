package io.github.migrationconnector.smsapi.internal.protocol;

/**
 * The names of errors: those of the service model 2016-10-24, then those that every AWS service with the JSON protocol has
 * (AWS General Reference, "Common error types"). A client tells them by their name alone; the status says whose fault it was.
 */
public enum FaultCode {
    UNAUTHORIZED_OPERATION("UnauthorizedOperationException", 400),
    OPERATION_NOT_PERMITTED("OperationNotPermittedException", 400),
    INVALID_PARAMETER("InvalidParameterException", 400),
    MISSING_REQUIRED_PARAMETER("MissingRequiredParameterException", 400),
    NO_CONNECTORS_AVAILABLE("NoConnectorsAvailableException", 400),
    SERVER_CANNOT_BE_REPLICATED("ServerCannotBeReplicatedException", 400),
    REPLICATION_JOB_ALREADY_EXISTS("ReplicationJobAlreadyExistsException", 400),
    REPLICATION_JOB_NOT_FOUND("ReplicationJobNotFoundException", 400),
    REPLICATION_RUN_LIMIT_EXCEEDED("ReplicationRunLimitExceededException", 400),
    TEMPORARILY_UNAVAILABLE("TemporarilyUnavailableException", 503),
    INTERNAL_ERROR("InternalError", 500),

    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException", 400),
    INCOMPLETE_SIGNATURE("IncompleteSignatureException", 400),
    INVALID_SIGNATURE("InvalidSignatureException", 400),
    UNRECOGNIZED_CLIENT("UnrecognizedClientException", 400),
    UNKNOWN_OPERATION("UnknownOperationException", 400),
    SERIALIZATION("SerializationException", 400),
    THROTTLING("ThrottlingException", 400),
    ACCESS_DENIED("AccessDeniedException", 400),
    METHOD_NOT_ALLOWED("MethodNotAllowedException", 405),
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLargeException", 413),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaTypeException", 415),
    MISDIRECTED_REQUEST("MisdirectedRequestException", 421);

    private final String type;
    private final int status;

    FaultCode(String type, int status) {
        this.type = type;
        this.status = status;
    }

    /** What the member {@code __type} says. */
    public String type() {
        return type;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}

package io.github.migrationconnector.aws.internal.failure;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What an error answer means. Names of errors: "Common errors" and each operation's errors in the EBS direct, STS, EC2 and SNS
 * API references.
 */
public enum FailureKind {
    THROTTLED,
    UNAVAILABLE,
    LIMIT_REACHED,
    CLOCK_SKEW,
    TOKEN_EXPIRED,
    WRONG_KEY,
    WRONG_SECRET,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    REFUSED;

    /** A signature is refused when its time is more than five minutes off (Signature Version 4, "Eliminating clock skew"). */
    static final Duration TOLERATED_SKEW = Duration.ofMinutes(5);

    private static final Set<String> THROTTLES = Set.of(
            "ThrottlingException",
            "RequestThrottledException",
            "Throttling",
            "Throttled",
            "KMSThrottling",
            "RequestLimitExceeded");
    private static final Set<String> LIMITS = Set.of(
            "ConcurrentLimitExceededException",
            "ServiceQuotaExceededException",
            "ResourceLimitExceeded",
            "PendingSnapshotLimitExceeded",
            "ConcurrentSnapshotLimitExceeded",
            "SnapshotLimitExceeded");
    private static final Set<String> SKEWS = Set.of("RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired");
    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");
    private static final Set<String> KEYS =
            Set.of("UnrecognizedClientException", "UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId");
    private static final Set<String> SIGNATURES = Set.of("InvalidSignatureException", "SignatureDoesNotMatch");
    private static final Set<String> DENIALS =
            Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "AuthorizationError");
    private static final Set<String> CONFLICTS = Set.of("ConflictException");

    /** Tells what an answer means. */
    public static FailureKind of(AwsFailure failure) {
        String type = typeOf(failure);
        if (THROTTLES.contains(type)) {
            return THROTTLED;
        }
        if (LIMITS.contains(type)) {
            return LIMIT_REACHED;
        }
        if (isSkew(failure)) {
            return CLOCK_SKEW;
        }
        if (EXPIRED.contains(type)) {
            return TOKEN_EXPIRED;
        }
        // EC2 says AuthFailure for an unknown key and for a wrong signature alike
        if (KEYS.contains(type) || "AuthFailure".equals(type)) {
            return WRONG_KEY;
        }
        if (SIGNATURES.contains(type)) {
            return WRONG_SECRET;
        }
        if (DENIALS.contains(type)) {
            return FORBIDDEN;
        }
        if (failure.status() >= 500) {
            return UNAVAILABLE;
        }
        if (failure.status() == 404 || type.endsWith(".NotFound") || type.equals("InvalidAMIID.Unavailable")) {
            return NOT_FOUND;
        }
        return CONFLICTS.contains(type) ? CONFLICT : REFUSED;
    }

    /** Whether a clock is so far off that signatures are refused; half a minute less, for the way that an answer takes. */
    public static boolean isSkew(Duration offset) {
        return offset.abs().compareTo(TOLERATED_SKEW.minusSeconds(30)) > 0;
    }

    /**
     * EC2 answers AuthFailure with HTTP 401 ("Error codes for the Amazon EC2 API"), and Java's URL connection hands out no body
     * of a 401 when the request had a streamed one: then the status is all that is left.
     */
    private static String typeOf(AwsFailure failure) {
        return failure.type().isEmpty() && failure.status() == 401 ? "AuthFailure" : failure.type();
    }

    private static boolean isSkew(AwsFailure failure) {
        String type = typeOf(failure);
        String words = failure.message().toLowerCase(Locale.ROOT);
        boolean signatureAged =
                SIGNATURES.contains(type) && (words.contains("signature expired") || words.contains("not yet current"));
        boolean clocksDiffer = failure.clockOffset().filter(FailureKind::isSkew).isPresent();
        // EC2 says RequestExpired for an expired token too, and AuthFailure for anything: then the clocks decide
        boolean maybe = SKEWS.contains(type) || "AuthFailure".equals(type);
        boolean surely = SKEWS.contains(type) && !EXPIRED.contains(type);
        return signatureAged || surely || (clocksDiffer && (maybe || SIGNATURES.contains(type)));
    }
}

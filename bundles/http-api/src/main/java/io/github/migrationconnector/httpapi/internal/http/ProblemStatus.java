package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import java.util.Map;
import java.util.Optional;

/** Which HTTP status (RFC 9110) a problem has. */
final class ProblemStatus {
    static final int UNAVAILABLE = 503;
    static final int TOO_MANY = 429;

    /** Failures that are about the request or about what is kept; all others are about the two sides. */
    private static final Map<String, Integer> BY_CODE = Map.ofEntries(
            Map.entry(BadRequests.CODE, 400),
            Map.entry("AUTHENTICATION_REQUIRED", 401),
            Map.entry("FORBIDDEN", 403),
            Map.entry("NOT_FOUND", 404),
            Map.entry("JOB_NOT_FOUND", 404),
            Map.entry("RUN_NOT_FOUND", 404),
            Map.entry("VM_NOT_FOUND", 404),
            Map.entry("SNAPSHOT_NOT_FOUND", 404),
            Map.entry("VERIFICATION_NOT_FOUND", 404),
            Map.entry("USER_NOT_FOUND", 404),
            Map.entry("SESSION_NOT_FOUND", 404),
            Map.entry("API_KEY_NOT_FOUND", 404),
            Map.entry("TOKEN_NOT_FOUND", 404),
            Map.entry("NOTIFICATION_CHANNEL_NOT_SET", 409),
            Map.entry("USER_EXISTS", 409),
            Map.entry("TOKEN_EXISTS", 409),
            Map.entry("LAST_ADMINISTRATOR", 409),
            Map.entry("METHOD_NOT_ALLOWED", 405),
            Map.entry("SERVER_NOT_FOUND", 404),
            Map.entry("VM_AMBIGUOUS", 409),
            Map.entry("JOB_EXISTS", 409),
            Map.entry("RUN_ACTIVE", 409),
            Map.entry("CONNECTOR_IN_USE", 409),
            Map.entry("SETUP_UNDER_WAY", 409),
            Map.entry("RUN_ENDED", 409),
            Map.entry("JOB_STATE_REFUSES", 409),
            Map.entry("RUN_NOT_COMPLETED", 409),
            Map.entry("VCENTER_NOT_SET_UP", 409),
            Map.entry("UPGRADE_UNDER_WAY", 409),
            Map.entry("UPGRADE_NO_PREVIOUS_SET", 409),
            Map.entry("UPGRADE_PINNED", 409),
            Map.entry("UPGRADE_WOULD_LOSE", 409),
            Map.entry("UPGRADE_NO_WAY_BACK", 409),
            Map.entry("UPGRADE_NOT_FOUND", 404),
            Map.entry("UPGRADE_NOT_UPLOADED", 409),
            Map.entry("UPGRADE_NOTHING_NEWER", 409),
            Map.entry("AWS_NOT_SET_UP", 409),
            Map.entry("STORE_IS_POSTGRESQL", 409),
            Map.entry("STORE_BACKUP_BUSY", 409),
            Map.entry("STORE_BACKUP_FOREIGN", 409),
            Map.entry("STORE_BACKUP_NEWER", 409),
            Map.entry("NETWORK_NOT_OURS", 409),
            Map.entry("NETWORK_CHANGE_WAITS", 409),
            Map.entry("NETWORK_CHANGE_GONE", 409),
            Map.entry("NETWORK_FAILED", 500),
            Map.entry("JOB_CHANGED", 412),
            Map.entry("BODY_TOO_LARGE", 413),
            Map.entry("CONTENT_TYPE_UNSUPPORTED", 415),
            Map.entry("IF_MATCH_MISSING", 428),
            Map.entry("TOO_MANY_ATTEMPTS", 429),
            Map.entry("TOO_MANY_REQUESTS", 429),
            Map.entry("TOO_MANY_LISTENERS", 429),
            Map.entry("TOO_MANY_VERIFICATIONS", 429),
            Map.entry("INTERNAL_ERROR", 500));

    private ProblemStatus() {}

    static int of(Problem problem) {
        Integer known = BY_CODE.get(problem.code());
        if (known != null) {
            return known;
        }
        return switch (problem.retry()) {
            // understood, and can't be done as things are
            case NEVER -> 422;
            case SOON, WHEN_FREE, ON_RESUME -> UNAVAILABLE;
        };
    }

    static Optional<Integer> retryAfterSeconds(Problem problem) {
        return switch (problem.retry()) {
            case NEVER -> Optional.empty();
            case ON_RESUME -> Optional.of(1);
            case SOON -> Optional.of(5);
            case WHEN_FREE -> Optional.of(30);
        };
    }
}

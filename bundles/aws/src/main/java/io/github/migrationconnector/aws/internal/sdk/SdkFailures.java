package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.AwsFailure;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.github.migrationconnector.aws.internal.http.ConnectionFailures;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ebs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ebs.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.ebs.model.ValidationException;

/** Makes problems of the SDK's exceptions. */
final class SdkFailures {
    private static final int DEEPEST_CAUSE = 20;

    private SdkFailures() {}

    /** What AWS answered, when the exception comes from an answer. */
    static Optional<AwsFailure> answer(String action, SdkException exception, Instant now) {
        // a failure that is no answer of the service's can come as its exception all the same, with the status 0
        if (!(exception instanceof AwsServiceException failure) || failure.statusCode() < 300) {
            return Optional.empty();
        }
        Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
        return Optional.of(new AwsFailure(
                action,
                failure.statusCode(),
                details.map(AwsErrorDetails::errorCode).orElse(""),
                reason(failure),
                details.map(AwsErrorDetails::errorMessage).orElse(""),
                details.map(AwsErrorDetails::sdkHttpResponse).flatMap(answer -> ClockDifference.of(answer, now))));
    }

    private static String reason(AwsServiceException failure) {
        String reason = "";
        if (failure instanceof ValidationException invalid) {
            reason = invalid.reasonAsString();
        } else if (failure instanceof ResourceNotFoundException missing) {
            reason = missing.reasonAsString();
        } else if (failure instanceof ServiceQuotaExceededException full) {
            reason = full.reasonAsString();
        }
        return reason == null ? "" : reason;
    }

    /** The exception for a call that was not answered. */
    static ConnectorException unanswered(String where, SdkException exception) {
        Optional<ConnectorException> ours = causes(exception)
                .filter(ConnectorException.class::isInstance)
                .map(ConnectorException.class::cast)
                .findFirst();
        if (ours.isPresent()) {
            return ours.get();
        }
        if (exception instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return Problems.stopping().asException(exception);
        }
        return problem(where, exception).asException(exception);
    }

    private static Problem problem(String where, SdkException exception) {
        if (exception instanceof ApiCallTimeoutException || exception instanceof ApiCallAttemptTimeoutException) {
            return Problems.timedOut(where, "the whole call");
        }
        // parsers wrap what they can't read in IOExceptions of their own: only the JDK's are of the connection
        boolean connection = causes(exception)
                .anyMatch(cause -> cause instanceof IOException
                        && cause.getClass().getName().startsWith("java"));
        return connection
                ? ConnectionFailures.problem(where, exception.getCause())
                : Problems.badAnswer(where, String.valueOf(exception.getMessage()));
    }

    private static Stream<Throwable> causes(Throwable exception) {
        return Stream.iterate(exception, at -> at != null, Throwable::getCause).limit(DEEPEST_CAUSE);
    }
}

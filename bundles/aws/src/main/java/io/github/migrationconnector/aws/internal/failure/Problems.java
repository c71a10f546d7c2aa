package io.github.migrationconnector.aws.internal.failure;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.SnapshotTarget;
import java.time.Duration;

/**
 * Says what went wrong with AWS, and what to do about it. Which failures may be retried: correctness rule 15. Credentials
 * that are refused and a clock that is wrong are for a person to mend, and nothing that was sent is lost by waiting for it:
 * so they are told as ON_RESUME.
 */
public final class Problems {
    private Problems() {}

    /** The problem behind an error answer, for a call that was made once. */
    public static Problem of(AwsFailure failure) {
        String said = said(failure);
        return switch (FailureKind.of(failure)) {
            case THROTTLED ->
                Problem.passing(
                        SnapshotTarget.THROTTLED,
                        said,
                        "Nothing to do: the calls slow down. For good, raise the quota in Service Quotas.");
            case UNAVAILABLE ->
                Problem.passing("AWS_UNAVAILABLE", said, "Wait; if it lasts, look at the AWS Health Dashboard.");
            case LIMIT_REACHED ->
                new Problem(
                        "AWS_LIMIT_REACHED",
                        said,
                        "Wait until other snapshots are completed, or raise the quota in Service Quotas.",
                        Retry.WHEN_FREE);
            case CLOCK_SKEW -> clockSkew(failure, Retry.ON_RESUME);
            case TOKEN_EXPIRED, WRONG_KEY, WRONG_SECRET -> credentials(failure, Retry.ON_RESUME);
            case FORBIDDEN ->
                Problem.fatal(
                        "AWS_PERMISSION_MISSING",
                        said,
                        "Add the action " + failure.action() + " to the policy of the connector's user, and look for a"
                                + " denial in service control policies.");
            case NOT_FOUND -> Problem.fatal("AWS_NOT_FOUND", said, "");
            case CONFLICT ->
                Problem.fatal(
                        "AWS_CONFLICT", said, "Start again: the earlier call with this token asked for another thing.");
            case REFUSED -> Problem.fatal("AWS_REFUSED", said, "");
        };
    }

    /** The clocks differ. */
    public static Problem clockSkew(AwsFailure failure, Retry retry) {
        String off = failure.clockOffset()
                .map(offset -> ", and this machine's clock is " + inWords(offset))
                .orElse("");
        return new Problem(
                "AWS_CLOCK_SKEW",
                "AWS refused the time of the signature (" + failure.words() + ")" + off + ".",
                "Set this machine's clock, best by NTP.",
                retry);
    }

    private static String inWords(Duration offset) {
        return offset.abs().toSeconds() + " s " + (offset.isNegative() ? "ahead" : "behind");
    }

    /** The keys were not accepted; for the kinds that say so, else it is the problem of the kind. */
    public static Problem credentials(AwsFailure failure, Retry retry) {
        return switch (FailureKind.of(failure)) {
            case TOKEN_EXPIRED ->
                new Problem(
                        "AWS_TOKEN_EXPIRED",
                        "The temporary credentials have expired (" + failure.words() + ").",
                        "Get new temporary credentials and enter all three parts, or use a user's own key.",
                        retry);
            case WRONG_KEY ->
                new Problem(
                        "AWS_KEY_UNKNOWN",
                        said(failure),
                        "Check the access key id, and that the key is active in IAM and of this partition and region;"
                                + " enter the new key when it was replaced.",
                        retry);
            case WRONG_SECRET ->
                new Problem(
                        "AWS_SECRET_WRONG",
                        said(failure),
                        "Enter the secret access key that belongs to this access key id; when it is lost, make a new key.",
                        retry);
            case THROTTLED, UNAVAILABLE, LIMIT_REACHED, CLOCK_SKEW, FORBIDDEN, NOT_FOUND, CONFLICT, REFUSED ->
                of(failure);
        };
    }

    /** A role does not take the keys that assume it. */
    public static Problem roleRefused(String arn, AwsFailure failure) {
        return new Problem(
                "AWS_ROLE_REFUSED",
                "The role " + arn + " can't be assumed (" + failure.words() + ").",
                "Name the connector's user and the external id in the role's trust policy, allow sts:AssumeRole on the role"
                        + " in the user's policy, and check the role's name (docs/aws.md).",
                Retry.ON_RESUME);
    }

    private static String said(AwsFailure failure) {
        return "AWS answered " + failure.action() + " with " + failure.words();
    }

    /** No connection came about, or it broke. */
    public static Problem unreachable(String where, Throwable cause) {
        return Problem.passing(
                "AWS_UNREACHABLE",
                where + " can't be reached: " + inWords(cause) + ".",
                "Check the network, the name service and the firewall: HTTPS to that address must be open.");
    }

    /** A connection broke in the middle of a call. */
    public static Problem connectionLost(String where, Throwable cause) {
        return Problem.passing(
                "AWS_CONNECTION_LOST",
                "The connection to " + where + " broke: " + inWords(cause) + ".",
                "Check the network.");
    }

    /** An answer did not come in time. */
    public static Problem timedOut(String where, String what) {
        return Problem.passing(
                "AWS_TIMEOUT",
                where + " did not answer in time (" + what + ").",
                "Check the network; it may be overloaded.");
    }

    /** The other end is not who it should be. */
    public static Problem untrusted(String where, Throwable cause) {
        return Problem.fatal(
                "AWS_CERTIFICATE_REFUSED",
                "The certificate of " + where + " is not trusted: " + inWords(cause) + ".",
                "If a proxy inspects TLS or the endpoint is private, give its authority as CA bundle; else someone is in"
                        + " between.");
    }

    /** The proxy wants a login, or another one. */
    public static Problem proxyLogin(String proxy, String user, String said) {
        String who = user.isEmpty() ? "no login is set" : "the login of '" + user + "' was refused";
        return new Problem(
                "PROXY_LOGIN_REFUSED",
                "The proxy " + proxy + " wants a login, and " + who + " (" + said + ").",
                "Enter the proxy's user and password; it has to take Basic authentication.",
                Retry.ON_RESUME);
    }

    /** The proxy does not let through. */
    public static Problem proxyRefused(String proxy, String target, String said) {
        boolean passing = said.startsWith("5");
        return new Problem(
                "PROXY_REFUSED",
                "The proxy " + proxy + " gives no way to " + target + " (" + said + ").",
                "Let the proxy allow CONNECT to " + target + ", or except that host from the proxy.",
                passing ? Retry.SOON : Retry.NEVER);
    }

    /** What is there is no proxy. */
    public static Problem noProxy(String proxy) {
        return Problem.fatal(
                "PROXY_BAD_ANSWER",
                "What answers at " + proxy + " is not an HTTP proxy.",
                "Check host and port of the proxy. It is asked in plain HTTP: one that wants TLS itself (https://) can't be"
                        + " used; enter its port for plain HTTP.");
    }

    /** An answer can't be understood. */
    public static Problem badAnswer(String where, String what) {
        return Problem.fatal(
                "AWS_BAD_ANSWER",
                where + " sent an answer that can't be understood: " + what + ".",
                "Check that the endpoint is AWS's own, and that no proxy changes answers.");
    }

    /** This bundle goes away. */
    public static Problem stopping() {
        return new Problem("AWS_STOPPING", "The connection to AWS is being closed.", "", Retry.ON_RESUME);
    }

    private static String inWords(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}

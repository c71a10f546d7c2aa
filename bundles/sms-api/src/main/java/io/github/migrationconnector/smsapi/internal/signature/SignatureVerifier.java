package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.api.apikey.SigningKey;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says whose a request is by its AWS Signature Version 4 in the header Authorization. Any region is taken, the service must be
 * {@code sms}. Host, content type and target must be signed, and so must the whole body: a request with an unsigned or streamed
 * body is refused.
 */
public final class SignatureVerifier {
    /** How far a client's clock may be off, as with AWS itself. */
    public static final Duration CLOCK_WINDOW = Duration.ofMinutes(5);

    /** Stands for the secret of a key that is not known, so that such a request takes as long as another. */
    private static final Secret NOBODYS = Secret.of("0123456789abcdef0123456789abcdef01234567");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final Function<String, Optional<SigningKey>> keys;
    private final Clock clock;

    /**
     * @param keys finds the key of an id; empty when there is none, or it is in force no more
     * @param clock ours
     */
    public SignatureVerifier(Function<String, Optional<SigningKey>> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Verifies one. */
    public VerifiedRequest verify(ReceivedRequest request) {
        SignedWith with = SignedWith.of(request.single("authorization"));
        require(with, "content-type");
        require(with, "host");
        require(with, "x-amz-date");
        require(with, "x-amz-target");
        requireSignedBody(request);
        String written = request.single("x-amz-date");
        Instant time = time(written, with);
        Optional<SigningKey> key = keys.apply(with.accessKeyId());
        String text = new CanonicalRequest(request, with).stringToSign(written);
        boolean same;
        try (Secret secret = key.map(SigningKey::secretAccessKey).orElse(Secret.ofUtf8(NOBODYS.toUtf8()))) {
            same = MessageDigest.isEqual(
                    CanonicalRequest.bytes(Signature.of(secret, with, text)), CanonicalRequest.bytes(with.signature()));
        }
        if (key.isEmpty()) {
            throw new SmsFault(
                    FaultCode.UNRECOGNIZED_CLIENT,
                    "The access key is not known here. Use an API key of this connector, not one of AWS.");
        }
        if (!same) {
            throw new SmsFault(
                    FaultCode.INVALID_SIGNATURE,
                    "The request signature we calculated does not match the signature you provided. Check the secret key.");
        }
        return new VerifiedRequest(key.get().principal(), with.accessKeyId(), time, with.signature());
    }

    private static void require(SignedWith with, String header) {
        if (!with.signedHeaders().contains(header)) {
            throw new SmsFault(FaultCode.INCOMPLETE_SIGNATURE, "The header " + header + " is not signed.");
        }
    }

    /** A client may name the body's digest; it may not say that there is none, or that it comes in pieces. */
    private static void requireSignedBody(ReceivedRequest request) {
        if (request.has("x-amz-content-sha256")
                && !request.single("x-amz-content-sha256").equals(CanonicalRequest.sha256(request.body()))) {
            throw new SmsFault(
                    FaultCode.INVALID_SIGNATURE,
                    "x-amz-content-sha256 is not the digest of the body. Unsigned and streamed bodies are not taken.");
        }
    }

    private Instant time(String written, SignedWith with) {
        Instant time;
        try {
            time = LocalDateTime.parse(written, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new SmsFault(FaultCode.INCOMPLETE_SIGNATURE, "x-amz-date is not a time like 20261124T180000Z.", e);
        }
        if (!written.startsWith(with.date())) {
            throw new SmsFault(FaultCode.INVALID_SIGNATURE, "The credential's date is not that of x-amz-date.");
        }
        Instant now = clock.instant();
        if (Duration.between(time, now).abs().compareTo(CLOCK_WINDOW) > 0) {
            throw new SmsFault(
                    FaultCode.INVALID_SIGNATURE,
                    "Signature expired: " + written + " is more than " + CLOCK_WINDOW.toMinutes()
                            + " minutes from the connector's time, " + TIME.format(now.atOffset(ZoneOffset.UTC))
                            + ". Set the clocks.");
        }
        return time;
    }
}

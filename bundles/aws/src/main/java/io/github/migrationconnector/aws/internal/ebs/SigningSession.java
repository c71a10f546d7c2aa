package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.aws.internal.connection.Place;
import io.github.migrationconnector.aws.internal.http.Endpoint;
import io.github.migrationconnector.aws.internal.sign.UnsignedRequest;
import io.github.migrationconnector.aws.internal.sign.V4Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;

/** What requests are made with for some seconds: no two of them are equal. */
final class SigningSession {
    /** The service's name in signatures and as endpoint prefix. */
    static final String SERVICE = "ebs";

    private final Endpoint endpoint;
    private final V4Signer signer;
    private final AwsKeys keys;
    private final Duration clockOffset;

    /** @param clockOffset AWS's clock less ours, as far as known */
    SigningSession(Place place, AwsKeys keys, Duration clockOffset) {
        this.endpoint = place.endpoint(SERVICE);
        this.signer = new V4Signer(place.region(), SERVICE);
        this.keys = keys;
        this.clockOffset = clockOffset;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    AwsKeys keys() {
        return keys;
    }

    Duration clockOffset() {
        return clockOffset;
    }

    SortedMap<String, String> sign(UnsignedRequest request, V4Signer.Payload payload, Instant now) {
        return signer.sign(request, payload, keys, now.plus(clockOffset));
    }
}

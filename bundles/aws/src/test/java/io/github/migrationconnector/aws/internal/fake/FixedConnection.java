package io.github.migrationconnector.aws.internal.fake;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabUser;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Connection settings that a test sets and changes. */
public final class FixedConnection implements AwsConnection {
    private volatile AwsEndpoints endpoints;
    private volatile AwsKeys keys;
    private volatile AwsRole role = AwsRole.NONE;

    public FixedConnection(AwsEndpoints endpoints, AwsKeys keys) {
        this.endpoints = endpoints;
        this.keys = keys;
    }

    /** A user of the lab. */
    public static FixedConnection to(LabAws lab, String user) {
        LabUser found = lab.user(user);
        return new FixedConnection(
                new AwsEndpoints(lab.region(), lab.endpoints(), lab.caBundle().toString()),
                keys(found.id(), found.secret(), ""));
    }

    /** One server for all services. */
    public static FixedConnection to(URI url, Path caBundle) {
        String text = url.toString();
        return new FixedConnection(
                new AwsEndpoints("us-east-1", Map.of("ebs", text, "ec2", text, "sts", text), caBundle.toString()),
                keys("AKIDEXAMPLE", "secret", ""));
    }

    public static AwsKeys keys(String id, String secret, String token) {
        return new AwsKeys(id, Secret.of(secret), Secret.of(token));
    }

    public void use(AwsKeys newKeys) {
        keys = newKeys;
    }

    public void use(AwsEndpoints newEndpoints) {
        endpoints = newEndpoints;
    }

    public void use(AwsRole newRole) {
        role = newRole;
    }

    @Override
    public AwsRole role() {
        return role;
    }

    @Override
    public AwsEndpoints endpoints() {
        return endpoints;
    }

    @Override
    public AwsKeys keys() {
        return keys;
    }
}

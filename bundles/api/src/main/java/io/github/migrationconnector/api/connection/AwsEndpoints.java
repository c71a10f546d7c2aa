package io.github.migrationconnector.api.connection;

import java.util.Map;
import java.util.Objects;

/**
 * Where AWS is.
 *
 * @param region such as {@code eu-central-1}
 * @param endpoints service name ({@code ebs}, {@code ec2}, {@code sts}, {@code s3}, {@code sns}, {@code iam}) to URL, for
 *     those that are not the region's own
 * @param caBundle PEM file of the authorities to trust instead of the JDK's; empty for the JDK's
 * @param proxy what AWS is reached through
 */
public record AwsEndpoints(String region, Map<String, String> endpoints, String caBundle, ProxySettings proxy) {
    public AwsEndpoints {
        if (!region.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("not a region: " + region);
        }
        endpoints = Map.copyOf(endpoints);
        Objects.requireNonNull(caBundle, "caBundle");
        Objects.requireNonNull(proxy, "proxy");
    }

    /** Without a proxy. */
    public AwsEndpoints(String region, Map<String, String> endpoints, String caBundle) {
        this(region, endpoints, caBundle, ProxySettings.NONE);
    }
}

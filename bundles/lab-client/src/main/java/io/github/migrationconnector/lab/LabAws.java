package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lab's AWS.
 *
 * @param region such as {@code us-east-1}
 * @param caBundle PEM file of the authority that signed the endpoints' certificates
 * @param endpoints service ({@code ebs}, {@code ec2}, {@code sts}, {@code s3}, {@code iam}) to URL
 * @param users IAM users with their keys
 */
public record LabAws(String region, Path caBundle, Map<String, String> endpoints, List<LabUser> users) {
    /** The IAM user that has the shipped policy and nothing more. */
    public static final String CONNECTOR = "connector";
    /** The IAM user that may do everything. */
    public static final String ADMIN = "admin";

    public LabAws {
        endpoints = Map.copyOf(endpoints);
        users = List.copyOf(users);
    }

    static LabAws of(JsonNode aws) {
        Map<String, String> endpoints = new TreeMap<>();
        aws.path("endpoints")
                .fields()
                .forEachRemaining(
                        entry -> endpoints.put(entry.getKey(), entry.getValue().asText()));
        return new LabAws(
                aws.path("region").asText(),
                Path.of(aws.path("ca").asText()),
                endpoints,
                LabUser.listOf(aws.path("users")));
    }

    /** The user of that name. */
    public LabUser user(String name) {
        return LabUser.named(users, name);
    }
}

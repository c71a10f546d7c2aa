package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A login that the lab made up.
 *
 * @param name for AWS the IAM user's name, for vCenter the login name
 * @param id for AWS the access key id, for vCenter the login name
 * @param secret for AWS the secret access key, for vCenter the password
 */
public record LabUser(String name, String id, String secret) {
    static List<LabUser> listOf(JsonNode users) {
        return StreamSupport.stream(users.spliterator(), false).map(LabUser::of).toList();
    }

    static LabUser named(List<LabUser> users, String name) {
        Optional<LabUser> found =
                users.stream().filter(user -> user.name().equals(name)).findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException("the lab has no user " + name));
    }

    static LabUser of(JsonNode user) {
        String name = user.path("name").asText();
        if (user.has("accessKeyId")) {
            return new LabUser(
                    name,
                    user.path("accessKeyId").asText(),
                    user.path("secretAccessKey").asText());
        }
        return new LabUser(name, name, user.path("password").asText());
    }

    @Override
    public String toString() {
        return "LabUser " + name;
    }
}

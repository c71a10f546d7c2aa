package io.github.migrationconnector.aws.internal.permission;

import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.List;
import java.util.function.Consumer;

/**
 * One question: may this action be done?
 *
 * @param action as a policy names it
 * @param purpose what the connector does by it
 * @param resources what a policy statement has to name
 * @param call returns when the action is allowed, without having done anything; else fails as the call did
 */
record Probe(String action, String purpose, List<String> resources, Consumer<AwsClients> call) {
    static final String SNAPSHOTS = "arn:aws:ec2:*::snapshot/*";
    static final String IMAGES = "arn:aws:ec2:*::image/*";
    static final String ANYTHING = "*";

    Probe {
        resources = List.copyOf(resources);
    }

    /** The statement to add to the policy. */
    String statement() {
        String named = resources.size() == 1
                ? quoted(resources.get(0))
                : "[" + String.join(", ", resources.stream().map(Probe::quoted).toList()) + "]";
        return "{\"Effect\": \"Allow\", \"Action\": " + quoted(action) + ", \"Resource\": " + named + "}";
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}

package io.github.migrationconnector.commandline.internal.iam;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What notifications to a topic of Amazon SNS need ("Actions, resources, and condition keys for Amazon SNS"; for its key: "Securing
 * Amazon SNS data with server-side encryption", publishers).
 */
public final class TopicStatements {
    private TopicStatements() {}

    /**
     * Adds them to a policy.
     *
     * @param topic its ARN
     * @param key ARN of the KMS key that it is encrypted with; empty when it has none of its own
     */
    public static void add(ObjectNode policy, String topic, String key) {
        ArrayNode statements = (ArrayNode) policy.path("Statement");
        ObjectNode publish =
                statements.addObject().put("Sid", "PublishNotifications").put("Effect", "Allow");
        publish.putArray("Action").add("sns:Publish");
        publish.put("Resource", topic);
        if (key.isEmpty()) {
            return;
        }
        ObjectNode encrypt =
                statements.addObject().put("Sid", "EncryptNotifications").put("Effect", "Allow");
        encrypt.putArray("Action").add("kms:GenerateDataKey").add("kms:Decrypt");
        encrypt.put("Resource", key);
        // through SNS alone: the key opens nothing else by this
        encrypt.putObject("Condition")
                .putObject("StringEquals")
                .put("kms:ViaService", "sns." + topic.split(":", -1)[3] + ".amazonaws.com");
    }
}

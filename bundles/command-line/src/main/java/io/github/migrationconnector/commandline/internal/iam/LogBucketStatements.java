package io.github.migrationconnector.commandline.internal.iam;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the upload of logs to S3 needs ("Actions, resources, and condition keys for Amazon S3"). */
public final class LogBucketStatements {
    private LogBucketStatements() {}

    /**
     * Adds them to a policy.
     *
     * @param bucket its name; may end with a star
     * @param make also what making it needs
     */
    public static void add(ObjectNode policy, String bucket, boolean make) {
        ArrayNode statements = (ArrayNode) policy.path("Statement");
        String arn = "arn:aws:s3:::" + bucket;
        statements.add(statement(
                "PutLogsAndReadThemBack",
                arn + "/*",
                List.of("s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts")));
        statements.add(
                statement("SeeWhichLogsAreThere", arn, List.of("s3:ListBucket", "s3:ListBucketMultipartUploads")));
        statements.add(statement("RemoveTheFileOfTheTestAndNoOther", arn + "/*/trial.txt", List.of("s3:DeleteObject")));
        if (make) {
            statements.add(statement(
                    "MakeTheBucketForLogs",
                    arn,
                    List.of(
                            "s3:CreateBucket",
                            "s3:PutBucketPublicAccessBlock",
                            "s3:PutEncryptionConfiguration",
                            "s3:GetLifecycleConfiguration",
                            "s3:PutLifecycleConfiguration")));
        }
    }

    private static ObjectNode statement(String name, String resource, List<String> actions) {
        ObjectNode statement =
                JsonNodeFactory.instance.objectNode().put("Sid", name).put("Effect", "Allow");
        ArrayNode all = statement.putArray("Action");
        actions.forEach(all::add);
        return statement.put("Resource", resource);
    }
}

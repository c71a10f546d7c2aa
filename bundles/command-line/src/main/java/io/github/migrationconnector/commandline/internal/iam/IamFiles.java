package io.github.migrationconnector.commandline.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The documents of the AWS side (IAM user guide, "IAM JSON policy reference"; CloudFormation template reference,
 * AWS::IAM). All of them are made of the one policy that is shipped.
 */
public final class IamFiles {
    public static final String USER = "connector";
    /** The role's name in the retired Server Migration Service, which scripts expect. */
    public static final String ROLE = "sms";

    public static final String EXTERNAL_ID = "sms";

    private static final String RESOURCE = "/io/github/migrationconnector/commandline/iam/connector-policy.json";
    private static final String VERSION = "2012-10-17";
    private static final List<String> KEY_ACTIONS =
            List.of("kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt", "kms:ReEncrypt*");

    /** What the connector may do. */
    public ObjectNode policy() {
        try (InputStream in = IamFiles.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new CommandFailure("this installation lacks the policy", "install the connector again");
            }
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with what snapshots need that are encrypted with a key of one's own. */
    public ObjectNode policyWithKey(String keyArn) {
        ObjectNode policy = policy();
        ArrayNode statements = (ArrayNode) policy.path("Statement");
        statements.add(keyUse(TextNode.valueOf(keyArn)));
        statements.add(keyGrants(TextNode.valueOf(keyArn)));
        return policy;
    }

    /** Who may assume the role. */
    public ObjectNode trust(String userArn, String externalId) {
        return trust(TextNode.valueOf(userArn), TextNode.valueOf(externalId));
    }

    /** What a user needs that does all as the role. */
    public ObjectNode mayAssume(String roleArn) {
        return mayAssume(TextNode.valueOf(roleArn));
    }

    /** User, role and policies as a CloudFormation template; the access key is made by hand, so that it is in no output. */
    public ObjectNode template() {
        ObjectNode template = object().put("AWSTemplateFormatVersion", "2010-09-09")
                .put(
                        "Description",
                        "Server Migration Connector: a user that may only assume the role sms, and the role with what the"
                                + " connector calls.");
        ObjectNode parameters = template.putObject("Parameters");
        parameters.set("UserName", parameter("The connector's user", USER));
        parameters.set("RoleName", parameter("The role that it assumes", ROLE));
        parameters.set("ExternalId", parameter("What it has to say when it assumes the role", EXTERNAL_ID));
        parameters.set(
                "KmsKeyArn", parameter("The key that snapshots are encrypted with, or empty for none of your own", ""));
        template.putObject("Conditions")
                .putObject("HasKey")
                .set("Fn::Not", array(object().set("Fn::Equals", array(ref("KmsKeyArn"), TextNode.valueOf("")))));
        ObjectNode resources = template.putObject("Resources");
        resources.set("User", resource("AWS::IAM::User", object().set("UserName", ref("UserName"))));
        resources.set("Role", role());
        resources.set("MayAssume", userPolicy());
        resources.set("KeyUse", keyPolicy());
        template.putObject("Outputs")
                .putObject("RoleArn")
                .put("Description", "aws.role.arn of setup.json")
                .set("Value", arnOf("Role"));
        return template;
    }

    private ObjectNode role() {
        ObjectNode role = object();
        role.set("RoleName", ref("RoleName"));
        role.set("AssumeRolePolicyDocument", trust(arnOf("User"), ref("ExternalId")));
        role.set(
                "Policies",
                array(object().put("PolicyName", "what-the-connector-calls").set("PolicyDocument", policy())));
        return resource("AWS::IAM::Role", role);
    }

    private static ObjectNode userPolicy() {
        ObjectNode policy = object().put("PolicyName", "may-assume-the-role");
        policy.set("Users", array(ref("User")));
        policy.set("PolicyDocument", mayAssume(arnOf("Role")));
        return resource("AWS::IAM::Policy", policy);
    }

    private static ObjectNode keyPolicy() {
        ObjectNode policy = object().put("PolicyName", "use-of-the-key");
        policy.set("Roles", array(ref("Role")));
        policy.set("PolicyDocument", document(keyUse(ref("KmsKeyArn")), keyGrants(ref("KmsKeyArn"))));
        return resource("AWS::IAM::Policy", policy).put("Condition", "HasKey");
    }

    private static ObjectNode trust(JsonNode user, JsonNode externalId) {
        ObjectNode statement =
                object().put("Sid", "TheConnectorsUserWithTheExternalId").put("Effect", "Allow");
        statement.set("Principal", object().set("AWS", user));
        statement.put("Action", "sts:AssumeRole");
        statement.set("Condition", object().set("StringEquals", object().set("sts:ExternalId", externalId)));
        return document(statement);
    }

    private static ObjectNode mayAssume(JsonNode role) {
        return document(object().put("Sid", "AssumeTheRoleAndNothingElse")
                .put("Effect", "Allow")
                .put("Action", "sts:AssumeRole")
                .set("Resource", role));
    }

    private static ObjectNode keyUse(JsonNode key) {
        ObjectNode statement =
                object().put("Sid", "EncryptSnapshotsWithThisKey").put("Effect", "Allow");
        KEY_ACTIONS.forEach(statement.putArray("Action")::add);
        return statement.set("Resource", key);
    }

    /** EBS uses the key for as long as the snapshot lives, by a grant; the condition allows grants to AWS services alone. */
    private static ObjectNode keyGrants(JsonNode key) {
        ObjectNode statement =
                object().put("Sid", "LetEbsUseThisKey").put("Effect", "Allow").put("Action", "kms:CreateGrant");
        statement.set("Resource", key);
        statement.set("Condition", object().set("Bool", object().put("kms:GrantIsForAWSResource", "true")));
        return statement;
    }

    private static ObjectNode document(JsonNode... statements) {
        return object().put("Version", VERSION).set("Statement", array(statements));
    }

    private static ObjectNode resource(String type, JsonNode properties) {
        return object().put("Type", type).set("Properties", properties);
    }

    private static ObjectNode parameter(String description, String usual) {
        return object().put("Type", "String").put("Description", description).put("Default", usual);
    }

    private static ObjectNode ref(String name) {
        return object().put("Ref", name);
    }

    private static ObjectNode arnOf(String resource) {
        return object().set("Fn::GetAtt", array(TextNode.valueOf(resource), TextNode.valueOf("Arn")));
    }

    private static ArrayNode array(JsonNode... values) {
        return JsonNodeFactory.instance.arrayNode().addAll(List.of(values));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

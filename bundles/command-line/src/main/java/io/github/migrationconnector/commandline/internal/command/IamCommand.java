package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.iam.IamFiles;
import io.github.migrationconnector.commandline.internal.iam.LogBucketStatements;
import io.github.migrationconnector.commandline.internal.iam.TopicStatements;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "iam",
        description = "The files for the AWS side; docs/aws.md says what to do with them.",
        subcommands = {
            IamCommand.Policy.class,
            IamCommand.Role.class,
            IamCommand.User.class,
            IamCommand.CloudFormation.class
        })
final class IamCommand {
    private static final String ACCOUNT = "\\d{12}";
    private static final String NAME = "[A-Za-z0-9+=,.@_-]{1,64}";
    private static final String EXTERNAL_ID = "[A-Za-z0-9_+=,.@:/-]{2,1000}";
    private static final String BUCKET = "[a-z0-9][a-z0-9-]{1,61}[a-z0-9*]";
    private static final String TOPIC =
            "arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:([A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo)";
    private static final String KEY = "arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]+";

    private IamCommand() {}

    private static String checked(String option, String value, String pattern) {
        if (!value.matches(pattern)) {
            throw new CommandFailure(option + " is not what it should be: " + value, "see connector iam --help");
        }
        return value;
    }

    private static int print(Terminal terminal, JsonNode document) {
        terminal.out().println(document.toPrettyString());
        terminal.out().flush();
        return Program.DONE;
    }

    @Command(
            name = "policy",
            description =
                    "The policy of the connector's user, or of the role that it assumes: what it calls, nothing else.")
    static final class Policy implements Callable<Integer> {
        private final Terminal terminal;

        @Option(
                names = "--kms-key",
                paramLabel = "ARN",
                description = "Also what encrypting snapshots with this key needs.")
        private String kmsKey = "";

        @Option(
                names = "--log-bucket",
                paramLabel = "NAME",
                description =
                        "Also what uploading logs to this bucket needs; connector-logs-* for the connector's own.")
        private String logBucket = "";

        @Option(names = "--make-log-bucket", description = "And what making that bucket needs.")
        private boolean makeLogBucket;

        @Option(names = "--sns-topic", paramLabel = "ARN", description = "Also what notifications to this topic need.")
        private String snsTopic = "";

        @Option(
                names = "--sns-key",
                paramLabel = "ARN",
                description = "And what that topic needs when it is encrypted with this KMS key.")
        private String snsKey = "";

        Policy(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            if (makeLogBucket && logBucket.isEmpty()) {
                throw new CommandFailure("--make-log-bucket needs --log-bucket", "say which bucket");
            }
            IamFiles files = new IamFiles();
            ObjectNode policy =
                    kmsKey.isEmpty() ? files.policy() : files.policyWithKey(checked("--kms-key", kmsKey, KEY));
            if (!logBucket.isEmpty()) {
                LogBucketStatements.add(policy, checked("--log-bucket", logBucket, BUCKET), makeLogBucket);
            }
            if (!snsKey.isEmpty() && snsTopic.isEmpty()) {
                throw new CommandFailure("--sns-key needs --sns-topic", "say which topic");
            }
            if (!snsTopic.isEmpty()) {
                TopicStatements.add(
                        policy,
                        checked("--sns-topic", snsTopic, TOPIC),
                        snsKey.isEmpty() ? "" : checked("--sns-key", snsKey, KEY));
            }
            return print(terminal, policy);
        }
    }

    @Command(name = "role", description = "The trust policy of the role: the connector's user, with the external id.")
    static final class Role implements Callable<Integer> {
        private final Terminal terminal;

        @Option(names = "--account", required = true, paramLabel = "ID", description = "12 digits: the user's account.")
        private String account;

        @Option(
                names = "--user",
                paramLabel = "NAME",
                description = "The user that may assume it; connector when not said.")
        private String user = IamFiles.USER;

        @Option(names = "--external-id", paramLabel = "ID", description = "What it has to say; sms when not said.")
        private String externalId = IamFiles.EXTERNAL_ID;

        Role(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String arn =
                    "arn:aws:iam::" + checked("--account", account, ACCOUNT) + ":user/" + checked("--user", user, NAME);
            return print(terminal, new IamFiles().trust(arn, checked("--external-id", externalId, EXTERNAL_ID)));
        }
    }

    @Command(name = "user", description = "The inline policy of a user that may only assume the role.")
    static final class User implements Callable<Integer> {
        private final Terminal terminal;

        @Option(names = "--account", required = true, paramLabel = "ID", description = "12 digits: the role's account.")
        private String account;

        @Option(names = "--role", paramLabel = "NAME", description = "The role's name; sms when not said.")
        private String role = IamFiles.ROLE;

        User(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            String arn =
                    "arn:aws:iam::" + checked("--account", account, ACCOUNT) + ":role/" + checked("--role", role, NAME);
            return print(terminal, new IamFiles().mayAssume(arn));
        }
    }

    @Command(name = "cloudformation", description = "A CloudFormation template that makes user, role and policies.")
    static final class CloudFormation implements Callable<Integer> {
        private final Terminal terminal;

        CloudFormation(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            return print(terminal, new IamFiles().template());
        }
    }
}

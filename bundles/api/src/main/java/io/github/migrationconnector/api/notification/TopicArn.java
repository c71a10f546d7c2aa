package io.github.migrationconnector.api.notification;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a topic: {@code arn:PARTITION:sns:REGION:ACCOUNT:NAME} ("Actions, resources, and condition keys for Amazon SNS";
 * names by CreateTopic).
 *
 * @param partition such as {@code aws} or {@code aws-cn}; the one that the region is of
 * @param region such as {@code eu-central-1}
 * @param account 12 digits
 * @param name 1 to 256 letters, digits, dashes and underscores; that of a FIFO topic ends with {@code .fifo}
 */
public record TopicArn(String partition, String region, String account, String name) {
    private static final Pattern WHOLE = Pattern.compile("arn:([^:]*):sns:([^:]*):([^:]*):([^:]*)");
    private static final Pattern PARTITION = Pattern.compile("aws(-[a-z0-9]+)*");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z0-9]+){1,4}");
    private static final Map<String, String> PARTITIONS = Map.of(
            "cn-", "aws-cn",
            "us-gov-", "aws-us-gov",
            "us-iso-", "aws-iso",
            "us-isob-", "aws-iso-b",
            "us-isof-", "aws-iso-f",
            "eu-isoe-", "aws-iso-e",
            "eusc-", "aws-eusc");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo");

    public TopicArn {
        if (!PARTITION.matcher(partition).matches()) {
            throw new IllegalArgumentException("the topic's ARN has no partition such as aws");
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("the topic's ARN has no region such as eu-central-1");
        }
        if (!partition.equals(partitionOf(region))) {
            throw new IllegalArgumentException(
                    "the topic's region " + region + " is not of the partition " + partition);
        }
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("the topic's ARN has no account of 12 digits");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the topic's name is not made of letters, digits, dashes and underscores; one of a subscription has a"
                            + " part more");
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    public static TopicArn parse(String text) {
        Matcher parts = WHOLE.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("a topic's ARN looks like arn:aws:sns:eu-central-1:123456789012:NAME");
        }
        return new TopicArn(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    }

    /** The partitions that have regions of their own, by how their names begin ("Amazon Resource Names"); all others are aws's. */
    private static String partitionOf(String region) {
        return PARTITIONS.entrySet().stream()
                .filter(each -> region.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }

    /** Whether messages of it stay in their order, and repetitions within five minutes are left out. */
    public boolean isFifo() {
        return name.endsWith(".fifo");
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":sns:" + region + ":" + account + ":" + name;
    }
}

package io.github.migrationconnector.api.metrics;

import java.util.Locale;

/**
 * One value of a label. There are these and no others: a monitoring system keeps a series for each, so no name that somebody
 * chooses may become one.
 */
public sealed interface Label {
    /** As monitoring systems see it: lower case. */
    String value();

    /** How the blocks of a disk were chosen. */
    enum Way implements Label {
        /** All that is not empty, with nothing to build on. */
        FULL,
        /** What the source says has changed. */
        CHANGED,
        /** All, compared with what was carried before. */
        COMPARE;

        @Override
        public String value() {
            return lower(this);
        }
    }

    /** Where blocks go. */
    enum Target implements Label {
        EBS,
        DIR,
        OTHER;

        /** Of the scheme of a target's address. */
        public static Target of(String scheme) {
            return switch (scheme) {
                case "ebs" -> EBS;
                case "dir" -> DIR;
                default -> OTHER;
            };
        }

        @Override
        public String value() {
            return lower(this);
        }
    }

    /** What became of a block. */
    enum Fate implements Label {
        PUT,
        ZERO,
        UNCHANGED;

        @Override
        public String value() {
            return lower(this);
        }
    }

    /** Why a call is made again. */
    enum Cause implements Label {
        THROTTLED,
        OTHER;

        @Override
        public String value() {
            return lower(this);
        }
    }

    /** Which API of AWS is called. */
    enum Api implements Label {
        EBS,
        EC2,
        S3,
        SNS,
        STS;

        @Override
        public String value() {
            return lower(this);
        }
    }

    /** How a call ended. */
    enum Outcome implements Label {
        DONE,
        /** It came too fast, or too many. */
        THROTTLED,
        /** Whatever else: a refusal, no answer. */
        FAILED;

        @Override
        public String value() {
            return lower(this);
        }
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

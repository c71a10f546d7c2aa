package software.amazon.awssdk.planted;

/** Stands for the AWS SDK, which this module does without. */
public final class PartOfTheSdk {}

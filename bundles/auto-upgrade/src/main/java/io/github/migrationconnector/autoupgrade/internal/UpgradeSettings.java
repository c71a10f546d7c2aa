package io.github.migrationconnector.autoupgrade.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of upgrades. */
@ObjectClassDefinition(name = "Upgrades", description = "Where releases come from, when, and how long they are watched")
@interface UpgradeSettings {
    /** Whose they are. */
    String PID = "connector.upgrade";

    @AttributeDefinition(name = "Channel", description = "https URL of a repository of releases; empty: files only")
    String channel() default "";

    @AttributeDefinition(
            name = "Channel's CA",
            description = "PEM file with the certificates to trust for the channel; empty: those of Java")
    String channelCa() default "";

    @AttributeDefinition(name = "Watch", description = "Seconds that a new set has to be well, 1 to 300")
    int watchSeconds() default 30;

    @AttributeDefinition(name = "Settle", description = "Seconds in which its first trouble may pass, 0 to 120")
    int settleSeconds() default 10;

    @AttributeDefinition(
            name = "Swap",
            description =
                    "Seconds that all bundles may take to stop and start, 10 to 3,600; then the process starts anew")
    int swapSeconds() default 300;

    @AttributeDefinition(
            name = "Days of the maintenance window",
            description = "Days on which it begins, such as SAT,SUN; empty: each day")
    String windowDays() default "";

    @AttributeDefinition(name = "Maintenance window from", description = "HH:MM by this machine's clock")
    String windowStart() default "01:00";

    @AttributeDefinition(
            name = "Maintenance window to",
            description = "HH:MM; on the next day when it is the earlier one")
    String windowEnd() default "05:00";

    @AttributeDefinition(
            name = "Spread",
            description = "Percent of the window, from its beginning, over which the moments of connectors are spread")
    int spreadPercent() default 75;

    @AttributeDefinition(
            name = "Way back",
            description = "Days after which the set before is removed, and with it the way back; 0: never")
    int previousDays() default 90;
}

package io.github.migrationconnector.access.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of {@code io.github.migrationconnector.access}. */
@ObjectClassDefinition(name = "Access", description = "Sessions, and the names by which the console may be called")
@interface AccessConfig {
    @AttributeDefinition(
            name = "Host names",
            description =
                    "Names by which browsers may call this connector, beside localhost, the machine's name and addresses")
    String[] hostNames() default {};

    @AttributeDefinition(name = "Idle minutes", description = "A session ends after so many minutes without a request")
    int sessionIdleMinutes() default 30;

    @AttributeDefinition(name = "Session hours", description = "A session ends after so many hours in any case")
    int sessionHours() default 12;

    @AttributeDefinition(
            name = "Requests per second",
            description =
                    "How many requests to its APIs one address, and one user or key, may send in the long run; ten"
                            + " times as many may come at once")
    int requestsPerSecond() default 100;

    @AttributeDefinition(
            name = "Menu directory",
            description =
                    "Where the console's menu finds this connector: its address, its certificate and the menu's token. The"
                            + " folder belongs to the menu's group; empty where there is no menu of another user")
    String menuDirectory() default "";
}

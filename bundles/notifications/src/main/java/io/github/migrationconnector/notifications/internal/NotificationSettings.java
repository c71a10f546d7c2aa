package io.github.migrationconnector.notifications.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Settings of notifications; what is secret of them is in the credential store. All are texts: a number would keep the whole
 * component from starting when somebody writes something else into the file.
 */
@ObjectClassDefinition(name = "Notifications", description = "Who is told what, and for how long it is tried")
public @interface NotificationSettings {
    /** Whose they are. */
    String PID = "io.github.migrationconnector.notifications";

    @AttributeDefinition(name = "Webhook", description = "URL that is posted to; empty: none")
    String webhook_url() default "";

    @AttributeDefinition(name = "Webhook's events", description = "Names of events, with commas between")
    String webhook_events() default "";

    @AttributeDefinition(name = "Webhook without TLS", description = "Whether the URL may begin with http://")
    String webhook_plainHttp() default "false";

    @AttributeDefinition(
            name = "Webhook's certificate",
            description = "SHA-256 fingerprint of the one that is trusted; empty: what Java's authorities vouch for")
    String webhook_sha256() default "";

    @AttributeDefinition(name = "Mail server", description = "Name or address; empty: no mails")
    String mail_host() default "";

    @AttributeDefinition(name = "Mail server's port", description = "1 to 65535")
    String mail_port() default "587";

    @AttributeDefinition(name = "Mail server's TLS", description = "STARTTLS, TLS or NONE")
    String mail_security() default "STARTTLS";

    @AttributeDefinition(name = "Mail server's certificate", description = "As that of the webhook")
    String mail_sha256() default "";

    @AttributeDefinition(name = "Mail server's user", description = "Login name; empty: no login")
    String mail_user() default "";

    @AttributeDefinition(name = "Mails' sender", description = "Its address")
    String mail_from() default "";

    @AttributeDefinition(name = "Mails' receivers", description = "Addresses, with commas between")
    String mail_to() default "";

    @AttributeDefinition(name = "Mails' events", description = "Names of events, with commas between")
    String mail_events() default "";

    @AttributeDefinition(name = "Topic", description = "ARN of a topic of Amazon SNS; empty: none")
    String sns_topic() default "";

    @AttributeDefinition(name = "Topic's events", description = "Names of events, with commas between")
    String sns_events() default "";

    @AttributeDefinition(name = "Give up", description = "Hours after which a notification is given up, 1 to 168")
    String giveUpHours() default "24";

    @AttributeDefinition(name = "Room", description = "Notifications that may wait for one channel, 10 to 10000")
    String mostWaiting() default "1000";
}

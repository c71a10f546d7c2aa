package io.github.migrationconnector.vsphere.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ws.XmlGen;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.vsphere.internal.fake.SoapFake;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import java.time.Duration;
import java.util.Calendar;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whatever level is set: yavijava would write the request that logs in, with the password, at TRACE. */
class PayloadsStayOutOfTheLogTest {
    private static final SoapLimits LIMITS =
            new SoapLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(30), 200_000);

    private final SoapFake vcenter = new SoapFake();
    private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final Level before = root.getLevel();

    @BeforeEach
    void writeEverything() {
        root.setLevel(Level.TRACE);
        seen.start();
        root.addAppender(seen);
    }

    @AfterEach
    void close() {
        root.detachAppender(seen);
        root.setLevel(before);
        vcenter.close();
    }

    @Test
    void noLevelWritesALoginDown() {
        try (VcenterSession session =
                new VcenterSession(vcenter.endpoint(), () -> Secret.of(SoapFake.PASSWORD), LIMITS)) {
            ManagedObjectReference service = new ManagedObjectReference();
            service.setType("ServiceInstance");
            service.setVal("ServiceInstance");
            Calendar time = session.call((vim, login) -> vim.currentTime(service));
            assertThat(time).isNotNull();
        }
        assertThat(vcenter.logins()).isEqualTo(1);
        assertThat(texts()).noneMatch(text -> text.contains("correct") || text.contains("horse"));
        assertThat(texts()).noneMatch(text -> text.contains("soapenv"));
    }

    @Test
    void whatYavijavaTracesGoesNowhere() {
        org.apache.log4j.Logger log = org.apache.log4j.Logger.getLogger(XmlGen.class);
        log.trace("the payload");
        log.debug("the payload");
        log.debug("the payload", new IllegalStateException("x"));
        assertThat(log.isTraceEnabled() || log.isDebugEnabled()).isFalse();
        assertThat(texts()).isEmpty();
        // and the appender sees what is let through
        log.warn("trouble");
        assertThat(texts()).containsExactly("trouble");
    }

    private List<String> texts() {
        return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

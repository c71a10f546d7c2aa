package io.github.migrationconnector.vsphere.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.vsphere.internal.fake.FixedConnection;
import io.github.migrationconnector.vsphere.internal.fake.HttpsFake;
import io.github.migrationconnector.vsphere.internal.fake.SoapFake;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VcenterSessionsTest {
    @Test
    void keepsOneSessionUntilTheSettingsNameAnotherVcenter() {
        try (SoapFake first = new SoapFake();
                SoapFake second = new SoapFake()) {
            AtomicInteger logouts = new AtomicInteger();
            first.on("Logout", request -> {
                logouts.incrementAndGet();
                return SoapFake.returning("Logout", "");
            });
            FixedConnection settings = new FixedConnection(first.endpoint(), SoapFake.PASSWORD);
            VcenterSessions sessions = settings.sessions();
            VcenterSession session = sessions.session();
            session.login();
            assertThat(sessions.session()).isSameAs(session);

            settings.change(second.endpoint(), SoapFake.PASSWORD);
            VcenterSession other = sessions.session();
            other.login();
            assertThat(other).isNotSameAs(session);
            assertThat(logouts).hasValue(1);
            assertThat(second.logins()).isEqualTo(1);
            sessions.deactivate();
        }
    }

    @Test
    void takesANewPasswordAfterARefusal() {
        try (SoapFake vcenter = new SoapFake()) {
            FixedConnection settings = new FixedConnection(vcenter.endpoint(), "mistyped");
            VcenterSessions sessions = settings.sessions();
            for (int i = 0; i < 2; i++) {
                assertThat(catchThrowableOfType(ConnectorException.class, () -> sessions.session()
                                        .login())
                                .problem()
                                .code())
                        .isEqualTo("VCENTER_LOGIN_REFUSED");
            }
            assertThat(vcenter.logins()).isEqualTo(1);
            settings.change(vcenter.endpoint(), SoapFake.PASSWORD);
            sessions.session().login();
            assertThat(vcenter.logins()).isEqualTo(2);
            sessions.deactivate();
        }
    }

    @Test
    void saysThatTheOldConnectionWasClosed() {
        try (SoapFake vcenter = new SoapFake()) {
            VcenterSessions sessions = new FixedConnection(vcenter.endpoint(), SoapFake.PASSWORD).sessions();
            VcenterSession session = sessions.session();
            sessions.deactivate();
            assertThat(catchThrowableOfType(ConnectorException.class, session::login)
                            .problem()
                            .retry())
                    .isEqualTo(Retry.SOON);
            assertThat(vcenter.server().requests()).isZero();
        }
    }

    @Test
    void waitsForTheSettingsWhileTheirBundleIsSwapped() throws Exception {
        try (SoapFake vcenter = new SoapFake()) {
            AwaitedConnection awaited = new AwaitedConnection();
            VcenterSessions sessions = new VcenterSessions(awaited);
            ExecutorService caller = Executors.newSingleThreadExecutor();
            try {
                Future<VcenterSession> session = caller.submit(sessions::session);
                FixedConnection settings = new FixedConnection(vcenter.endpoint(), SoapFake.PASSWORD);
                awaited.bind(settings);
                assertThat(session.get(10, TimeUnit.SECONDS).endpoint()).isEqualTo(vcenter.endpoint());
                // the younger one counts, and stays when the older one goes
                FixedConnection younger = new FixedConnection(vcenter.endpoint("0".repeat(64)), "");
                awaited.bind(younger);
                awaited.unbind(settings);
                assertThat(sessions.session().endpoint()).isEqualTo(younger.endpoint());
            } finally {
                caller.shutdownNow();
                sessions.deactivate();
            }
        }
    }

    @Test
    void stopsWaitingWhenInterrupted() {
        AwaitedConnection awaited = new AwaitedConnection();
        Thread.currentThread().interrupt();
        ConnectorException stopped = catchThrowableOfType(ConnectorException.class, awaited::get);
        assertThat(stopped.problem().retry()).isEqualTo(Retry.ON_RESUME);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void answersOfAnotherKindAreTold() {
        try (SoapFake vcenter = new SoapFake()) {
            vcenter.on("RetrieveServiceContent", request -> HttpsFake.answer(404, "not here"));
            VcenterSessions sessions = new FixedConnection(vcenter.endpoint(), SoapFake.PASSWORD).sessions();
            assertThat(catchThrowableOfType(ConnectorException.class, () -> sessions.session()
                                    .login())
                            .problem()
                            .code())
                    .isEqualTo("VCENTER_NO_SDK");
            assertThat(vcenter.logins()).isZero();
            sessions.deactivate();
        }
    }
}
